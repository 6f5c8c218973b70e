'use client';
import {
  type Metrics,
  type MetricsSummary,
  NO_METRICS,
  type Rates,
  report as reportOf,
  type Report,
  summarize,
} from '@forewarm/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarm } from './useForewarm.js';
import { metricsOf } from './metricsOf.js';

/** What came of all warms and asks below one provider, with its sums. */
export interface ForewarmMetrics extends Metrics {
  /** As of the latest event. */
  readonly summary: MetricsSummary;
  /** Tokens, money where rates are given, percentiles, and what a holdout share proves. */
  readonly report: Report;
}

/**
 * Counts and times since the first component that shows them was mounted below its provider. Renders when something has happened that counts. `rates`
 * default to those of the policy.
 */
export function useForewarmMetrics({ rates }: { rates?: Rates | undefined } = {}): ForewarmMetrics {
  const cache = useForewarm();
  const observer = metricsOf(cache);
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(() => {
    const summary = summarize(metrics, metrics.at);
    return { ...metrics, summary, report: reportOf(metrics, rates ?? cache.policy.rates) };
  }, [metrics, cache, rates]);
}
