'use client';
import { forwardRef } from 'react';
import { laneOf } from '../charts/lane.js';
import { Lanes } from '../charts/Lanes.js';
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
  const lane = timing.totalMs === null ? null : laneOf({ label: labels.answer, timing });
  const children = lane && <Lanes lanes={[lane]} labels={labels} named={false} />;
  const own = { children };
  return <Part tag="div" part="strip" state={{ status }} given={given} own={own} attach={attach} />;
});
