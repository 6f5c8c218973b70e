import type { AskState } from '@forewarm/core';
import { laneOf, type LaneSource, TimingLanes, useLiveCounter } from '@forewarm/react';
import type { ReactNode } from 'react';

export interface LanesPictureProps {
  typingMs: number;
  warm: LaneSource['warm'];
  standard: AskState;
  speculative: AskState;
}

/** Both lanes on one time axis, growing while they run. */
export function LanesPicture({ typingMs, warm, standard, speculative }: LanesPictureProps): ReactNode {
  const lanes = [
    { label: 'Standard', state: standard, warm: null, elapsedMs: useElapsed(standard) },
    { label: 'Speculative', state: speculative, warm, elapsedMs: useElapsed(speculative) },
  ];
  return (
    <TimingLanes
      lanes={lanes.map(({ label, state, warm: bar, elapsedMs }) =>
        laneOf({ label, typingMs, timing: state.timing, joining: state.joining, elapsedMs, warm: bar }),
      )}
    />
  );
}

function useElapsed({ status, timing }: AskState): number {
  return useLiveCounter(timing?.submittedAt ?? null, status === 'waiting' || status === 'answering');
}
