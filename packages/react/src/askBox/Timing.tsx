'use client';
import type { MetricsObserver } from '@forewarm/core';
import { summarize } from '@forewarm/core/kit';
import { forwardRef, useMemo } from 'react';
import { useForewarmClient } from '../useForewarmClient.js';
import { describeTiming, formatSeconds, hasJoined, type Told } from '../format.js';
import type { Labels } from '../labels.js';
import { metricsOf } from '../metricsOf.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useLiveCounter } from '../useLiveCounter.js';
import { useAskBox } from './context.js';
import type { MoneyRates } from './options.js';

export type AskBoxTimingState = {
  /** The answer's: `idle`, `waiting`, `answering`, `done`, `stopped` or `failed`. */
  readonly status: string;
  /** What the cache did: `hit`, `partial`, `miss` or `unknown`. */
  readonly outcome: string;
  /** Whether the question waited for a warm in flight. */
  readonly joined: boolean;
};
export type AskBoxTimingProps = PartProps<'p', AskBoxTimingState>;

/** A counter from submit to the first token, then what that time was made of, what the cache did, and what it gained and cost. */
export const Timing = forwardRef<HTMLParagraphElement, AskBoxTimingProps>(function AskBoxTiming(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels, options } = useAskBox();
  const metrics = metricsOf(useForewarmClient());
  const { status, joining, timing, outcome, usage, restarted, drifted } = ask;
  const waiting = status === 'waiting';
  const elapsed = useLiveCounter(timing?.submittedAt ?? null, waiting);
  const { rates } = options;
  // Figures take longer to write than all else that a frame of an answer changes, and stay the same while it streams. The runs to compare
  // with are looked up when they are needed: subscribing would draw once more at the end of each answer.
  const told = useMemo(
    () => tell(metrics, labels, { status, timing, outcome, usage, restarted }, rates),
    [labels, status, timing, outcome, usage, restarted, rates, metrics],
  );
  if (!timing) return null;
  const text = waiting ? labels.counting(formatSeconds(labels, elapsed, 1), joining) : told;
  const own = {
    children: (
      <>
        {text}
        {drifted && <span data-forewarm="drifted"> · {labels.drifted}</span>}
      </>
    ),
  };
  const state = { status, outcome: outcome ?? 'unknown', joined: hasJoined(timing) };
  return <Part tag="p" part="timing" state={state} given={given} own={own} attach={attach} />;
});

/** Looks up the runs to compare with as they are by now. */
function tell(metrics: MetricsObserver, labels: Labels, told: Told, rates?: MoneyRates): string {
  const { cold } = summarize(metrics.getSnapshot(), 0).ttftMs;
  return describeTiming(labels, told, { rates, cold });
}
