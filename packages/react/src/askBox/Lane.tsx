'use client';
import type { AskState } from '@forewarm/core';
import { Bars } from '../charts/Bars.js';
import { laneEnd, laneOf } from '../charts/lane.js';
import { LaneTable } from '../charts/LaneTable.js';
import { type AskBoxPart, part } from './part.js';

type LaneState = {
  /** The answer's status. */
  readonly status: AskState['status'];
};

/** Shows a finished answer's time as a strip, its warm beneath. */
export const Lane: AskBoxPart<'div', LaneState> = part('div', 'strip', ({ ask: { status, timing }, labels }) => {
  if (!timing) return null;
  // Drawn empty from the start, so that nothing moves at the end.
  const lane = timing.totalMs === null ? null : laneOf({ label: labels.answer, timing });
  const children = lane && (
    <>
      <div data-forewarm="lane" aria-hidden="true">
        <Bars lane={lane} length={Math.max(1, laneEnd(lane))} />
      </div>
      <LaneTable lanes={[lane]} labels={labels} />
    </>
  );
  return { state: { status }, own: { children } };
});
