import { laneOf, useLiveCounter } from '@forewarm/react';
import { type ReactNode, useState } from 'react';
import { TimingLanes } from '../../charts/src/TimingLanes.js';
import { TtftHistory } from '../../charts/src/TtftHistory.js';
import { LANES, type Run } from './race/race.js';
import { ENDS, NAMES } from './race/words.js';

interface DetailsProps {
  readonly runs: readonly Run[];
  readonly isRunning: boolean;
  readonly axisMs: number;
}

const SERIES = LANES.toReversed().map((key) => ({ key, label: NAMES[key] }));

/** What the time of the latest run was made of, and every run so far; folded until wanted. */
export function Details({ runs, isRunning, axisMs }: DetailsProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Details and every run</summary>
      {isOpen && (
        <>
          <LanesPicture run={runs.at(-1)!} isRunning={isRunning} axisMs={axisMs} />
          <TtftHistory
            series={SERIES}
            topMs={axisMs}
            runs={runs.map(({ id, question, lanes, end }) => ({
              id,
              label: question,
              ttftMs: { speculative: lanes.speculative.timing?.ttftMs, standard: lanes.standard.timing?.ttftMs },
              result: end === null ? 'running' : ENDS[end],
            }))}
          />
        </>
      )}
    </details>
  );
}

/**
 * Both lanes on one time axis, growing while they run. Both were typed at once, but only the warmed
 * lane's input was watched.
 */
function LanesPicture({ run, isRunning, axisMs }: { run: Run; isRunning: boolean; axisMs: number }): ReactNode {
  const { speculative } = run.lanes;
  const typingMs = speculative.timing?.typedMs ?? 0;
  const elapsedMs = useLiveCounter(speculative.timing?.submittedAt ?? null, isRunning);
  const lanes = LANES.map((name) => {
    const { timing, joining } = run.lanes[name];
    const lane = laneOf({ label: NAMES[name], typingMs, timing, joining, elapsedMs });
    if (!joining || !lane.warm) return lane;
    // The warm in flight goes on for as long as the question waits for it.
    return { ...lane, warm: { ...lane.warm, durationMs: typingMs + elapsedMs - lane.warm.startMs } };
  });
  const ends = lanes.map(
    (lane) => lane.typingMs + (lane.waitedMs ?? 0) + (lane.modelMs ?? 0) + (lane.streamingMs ?? 0),
  );
  let lengthMs = typingMs + axisMs;
  while (Math.max(...ends) > lengthMs) lengthMs += axisMs;
  return <TimingLanes lanes={lanes} lengthMs={lengthMs} />;
}
