'use client';
import { forwardRef } from 'react';
import { laneEnd, laneOf } from '../charts/lane.js';
import { LaneBars } from '../charts/LaneBars.js';
import { LanesTable } from '../charts/LanesTable.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';

export type AskBoxLaneState = {
  /** The answer's: `idle`, `waiting`, `answering`, `done`, `stopped` or `failed`. */
  readonly status: string;
};
export type AskBoxLaneProps = PartProps<'div', AskBoxLaneState>;

/** Where the time of an ended answer went, as a thin strip: typing, waiting, model, streaming, and the warm beneath. */
export const Lane = forwardRef<HTMLDivElement, AskBoxLaneProps>(function AskBoxLane(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels } = useAskBox();
  const { status, timing } = ask;
  if (!timing || timing.totalMs === null) return null;
  const lane = laneOf({ label: labels.answer, timing });
  const length = laneEnd(lane) || 1;
  const children = (
    <>
      <div aria-hidden="true">
        <LaneBars lane={lane} length={length} />
      </div>
      <LanesTable lanes={[lane]} labels={labels} />
    </>
  );
  const own = { children };
  return <Part tag="div" part="strip" state={{ status }} given={given} own={own} attach={attach} />;
});
