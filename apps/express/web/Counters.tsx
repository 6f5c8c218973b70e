import type { AskState } from '@forewarm/core';
import { ENGLISH, formatSeconds, useLiveCounter } from '@forewarm/react';
import type { ReactNode } from 'react';
import { axisTicks } from '../../charts/src/axisTicks.js';
import { place } from '../../charts/src/place.js';
import { COOKBOOK } from './race/expected.js';
import { LANES, type LaneName, type Run } from './race/race.js';
import { captionOf, NAMES, SILENCE, verdictOf } from './race/words.js';

interface CountersProps {
  /** The latest run; null before the first, when the cookbook's is shown as an example. */
  readonly run: Run | null;
  /** Whether the server gives no sign of life. */
  readonly isSilent: boolean;
  /** Whether it is the first on its context. */
  readonly isFirst: boolean;
  /** How long the axis is, in milliseconds. */
  readonly axisMs: number;
  readonly onAgain: () => void;
  readonly onRetry: () => void;
}

/** One large counter per lane on one axis, from submit to the first token; then who was sooner. */
export function Counters({ run, isSilent, isFirst, axisMs, onAgain, onRetry }: CountersProps): ReactNode {
  const verdict = isSilent ? SILENCE : run && verdictOf(run);
  const times = [useTime(run?.lanes.speculative ?? null), useTime(run?.lanes.standard ?? null)] as const;
  // A fixed axis, until a lane leaves it: then it is twice as long.
  let length = axisMs;
  while (Math.max(times[0] ?? 0, times[1] ?? 0) > length) length *= 2;
  return (
    <section aria-label="Time to first token" className="counters" data-example={run ? undefined : ''}>
      <div className="verdict">
        {!verdict && <Title run={run} />}
        <p role="status">
          {verdict && (
            <>
              <strong>{verdict.text}</strong> <span>{verdict.why}</span>
            </>
          )}
        </p>
      </div>
      {LANES.map((lane, index) => (
        <Counter
          key={lane}
          lane={lane}
          ms={run ? times[index]! : lane === 'speculative' ? COOKBOOK.hitMs : COOKBOOK.coldMs}
          state={run?.lanes[lane] ?? null}
          caption={run ? captionOf(lane, run.lanes[lane], isFirst, isSilent) : lane === 'speculative' ? 'hit' : 'miss'}
          length={length}
        />
      ))}
      <div className="axis" aria-hidden="true">
        {axisTicks(length).map((tick) => (
          <Tick key={tick} tick={tick} length={length} />
        ))}
      </div>
      {run !== null && run.end !== null && (
        <p className="actions">
          {run.end !== 'complete' && (
            <button type="button" onClick={onRetry}>
              Ask again
            </button>
          )}
          <button type="button" onClick={onAgain}>
            Race again on a cold context
          </button>
        </p>
      )}
    </section>
  );
}

function Title({ run }: { run: Run | null }): ReactNode {
  if (run) return <h2>Time to first token</h2>;
  return (
    <p>
      <strong>{formatSeconds(ENGLISH, COOKBOOK.coldMs - COOKBOOK.hitMs, 1)} sooner</strong>{' '}
      <span>
        An example: Anthropic’s cookbook measured this on {COOKBOOK.tokens.toLocaleString('en')} tokens. Run your own
        above.
      </span>
    </p>
  );
}

function Tick({ tick, length }: { tick: number; length: number }): ReactNode {
  const isEnd = tick === length;
  return (
    <span
      className={isEnd ? 'end' : undefined}
      ref={place('inset-inline-start', isEnd ? 'auto' : `${(tick / length) * 100}%`)}
    >
      {tick / 1000}
      {isEnd && ' s'}
    </span>
  );
}

interface CounterProps {
  readonly lane: LaneName;
  /** Null where there was no first token. */
  readonly ms: number | null;
  readonly state: AskState | null;
  readonly caption: string;
  readonly length: number;
}

function Counter({ lane, ms, state, caption, length }: CounterProps): ReactNode {
  const isCounting = state?.status === 'waiting';
  return (
    <div className="counter" data-lane={lane} data-status={state?.status}>
      <h3>{NAMES[lane]}</h3>
      <p className="figure">{ms === null ? '–' : formatSeconds(ENGLISH, ms, isCounting ? 1 : 2)}</p>
      <p className="caption">{caption}</p>
      <div className="track" aria-hidden="true">
        <i ref={place('inline-size', `${Math.min(100, ((ms ?? 0) / length) * 100)}%`)} />
      </div>
    </div>
  );
}

/** A lane's time to its first token, running until it is there; null where none came. */
function useTime(state: AskState | null): number | null {
  const isCounting = state?.status === 'waiting';
  const elapsed = useLiveCounter(state?.timing?.submittedAt ?? null, isCounting);
  return isCounting ? elapsed : (state?.timing?.ttftMs ?? null);
}
