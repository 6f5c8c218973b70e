'use client';
import { forwardRef, type ReactNode } from 'react';
import { laneEnd, laneOf, type TimingLane } from '../charts/lane.js';
import { LaneBars } from '../charts/LaneBars.js';
import { LanesTable } from '../charts/LanesTable.js';
import type { Labels } from '../labels.js';
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
  if (!timing) return null;
  // Its place is kept from the start, so that nothing moves when the answer ends.
  const children = timing.totalMs === null ? null : drawn(laneOf({ label: labels.answer, timing }), labels);
  const own = { children };
  return <Part tag="div" part="strip" state={{ status }} given={given} own={own} attach={attach} />;
});

function drawn(lane: TimingLane, labels: Labels): ReactNode {
  return (
    <>
      <div aria-hidden="true">
        <LaneBars lane={lane} length={laneEnd(lane) || 1} />
      </div>
      <LanesTable lanes={[lane]} labels={labels} />
    </>
  );
}
