'use client';
import { forwardRef } from 'react';
import { laneOf } from '../charts/lane.js';
import { TimingLanes } from '../charts/TimingLanes.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';

export type AskBoxLaneProps = PartProps<'div', { readonly status: string }>;

/** Where the time of an ended answer went, as a thin strip: typing, waiting, model, streaming, and the warm beneath. */
export const Lane = forwardRef<HTMLDivElement, AskBoxLaneProps>(function AskBoxLane(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels } = useAskBox();
  const { status, timing } = ask;
  if (!timing || timing.totalMs === null) return null;
  const own = { children: <TimingLanes compact lanes={[laneOf({ label: labels.answer, timing })]} labels={labels} /> };
  return <Part tag="div" part="strip" state={{ status }} given={given} own={own} attach={attach} />;
});
