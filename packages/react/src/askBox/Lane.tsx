'use client';
import type { AskState } from '@forewarm/core';
import { laneOf } from '../charts/lane.js';
import { Lanes } from '../charts/Lanes.js';
import { type AskBoxPart, part } from './part.js';

type LaneState = {
  /** The answer's status. */
  readonly status: AskState['status'];
};

/**
 * Shows where the time of a finished answer went, as a thin strip: typing, waiting, model,
 * streaming, with the warm beneath.
 */
export const Lane: AskBoxPart<'div', LaneState> = part('div', 'strip', ({ ask: { status, timing }, labels }) => {
  if (!timing) return null;
  // Its place is kept from the start, so that nothing moves when the answer ends.
  const lane = timing.totalMs === null ? null : laneOf({ label: labels.answer, timing });
  const children = lane && <Lanes lanes={[lane]} labels={labels} named={false} />;
  return { state: { status }, own: { children } };
});
