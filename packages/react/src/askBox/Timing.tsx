'use client';
import type { AskState, CacheOutcome } from '@forewarm/core';
import { median } from '@forewarm/core/kit';
import { useMemo } from 'react';
import { coldRuns } from '../coldRuns.js';
import { describeTiming, formatSeconds, hasJoined } from '../format.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { useLiveCounter } from '../useLiveCounter.js';
import { type AskBoxPart, part } from './part.js';

type TimingState = {
  /** The answer's status. */
  readonly status: AskState['status'];
  /** What the cache did. */
  readonly outcome: CacheOutcome;
  /** Whether the question waited for a warm in flight. */
  readonly joined: boolean;
};

/** Counts to the first token, then shows that time's parts, cache use, gain and cost. */
export const Timing: AskBoxPart<'p', TimingState> = part('p', 'timing', function useTiming({ ask, labels, options }) {
  const runs = coldRuns(useForewarmClient());
  const { status, joining, timing, outcome, usage, restarted, drifted } = ask;
  const waiting = status === 'waiting';
  const elapsed = useLiveCounter(timing?.submittedAt ?? null, waiting);
  const { rates } = options;
  // Formatting is the slowest part of a frame; a subscription to cold runs would render again.
  const told = useMemo(() => {
    const cold = { median: median(runs), count: runs.length };
    return describeTiming(labels, { status, timing, outcome, usage, restarted }, { rates, cold });
  }, [labels, status, timing, outcome, usage, restarted, rates, runs]);
  if (!timing) return null;
  const children = (
    <>
      {waiting ? labels.counting(formatSeconds(labels, elapsed, 1), joining) : told}
      {drifted && <span data-forewarm="drifted"> · {labels.drifted}</span>}
    </>
  );
  return { state: { status, outcome: outcome ?? 'unknown', joined: hasJoined(timing) }, own: { children } };
});
