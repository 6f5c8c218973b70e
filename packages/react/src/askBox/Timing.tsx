'use client';
import { forwardRef } from 'react';
import { describeTiming, formatSeconds } from '../format.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useColdRuns } from '../useColdRuns.js';
import { useLiveCounter } from '../useLiveCounter.js';
import { useAskBox } from './context.js';

export type AskBoxTimingState = { readonly status: string; readonly outcome: string };
export type AskBoxTimingProps = PartProps<'p', AskBoxTimingState>;

/** A counter from submit to the first token, then what that time was made of, what the cache did, and what it gained and cost. */
export const Timing = forwardRef<HTMLParagraphElement, AskBoxTimingProps>(function AskBoxTiming(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels, options } = useAskBox();
  const cold = useColdRuns();
  const { status, joining, timing, outcome, drifted } = ask;
  const waiting = status === 'waiting';
  const elapsed = useLiveCounter(timing?.submittedAt ?? null, waiting);
  if (!timing) return null;
  const text = waiting
    ? labels.counting(formatSeconds(labels, elapsed, 1), joining)
    : describeTiming(labels, ask, { rates: options.rates, cold });
  const own = {
    children: (
      <>
        {text}
        {drifted && <span data-forewarm="drifted"> · {labels.drifted}</span>}
      </>
    ),
  };
  const state = { status, outcome: outcome ?? 'unknown' };
  return <Part tag="p" part="timing" state={state} given={given} own={own} attach={attach} />;
});
