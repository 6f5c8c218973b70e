import type { AskState } from '@forewarm/core';
import { laneOf, type TimingLane, useLiveCounter } from '@forewarm/react';
import type { ReactNode } from 'react';
import { TimingLanes } from '../../charts/src/TimingLanes.js';

/**
 * Both lanes on one time axis, growing while they run. Both were typed at once, but only the
 * speculative lane's input was watched.
 */
export function LanesPicture({ standard, speculative }: { standard: AskState; speculative: AskState }): ReactNode {
  const typingMs = speculative.timing?.typedMs ?? 0;
  const lanes = [useLane('Standard', standard, typingMs), useLane('Speculative', speculative, typingMs)];
  return <TimingLanes lanes={lanes} />;
}

function useLane(label: string, { status, timing, joining }: AskState, typingMs: number): TimingLane {
  const running = status === 'waiting' || status === 'answering';
  const elapsedMs = useLiveCounter(timing?.submittedAt ?? null, running);
  const lane = laneOf({ label, typingMs, timing, joining, elapsedMs });
  if (!joining || !lane.warm) return lane;
  // The warm in flight goes on for as long as the question waits for it.
  return { ...lane, warm: { ...lane.warm, durationMs: typingMs + elapsedMs - lane.warm.startMs } };
}
