'use client';
import { type Metrics, type Rates, report as reportOf } from '@forewarm/core';
import { type MetricsSummary, NO_METRICS, type Report, summarize } from '@forewarm/core/kit';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarmClient } from './useForewarmClient.js';
import { metricsOf } from './metricsOf.js';

/** What came of all warms and asks below one provider, with its sums. */
export interface ForewarmMetrics extends Metrics {
  /** As of the latest event. */
  readonly summary: MetricsSummary;
  /** Tokens, money where rates are given, percentiles, and what a holdout share proves. */
  readonly report: Report;
}

export interface ForewarmMetricsOptions {
  /** What the backend charges, for figures in money. Default those of the policy. */
  rates?: Rates | undefined;
}

/**
 * Counts and times since the first component that shows them was mounted below its provider.
 * Renders when something has happened that counts.
 */
export function useForewarmMetrics({ rates }: ForewarmMetricsOptions = {}): ForewarmMetrics {
  const client = useForewarmClient();
  const observer = metricsOf(client);
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(() => {
    const summary = summarize(metrics, metrics.at);
    return { ...metrics, summary, report: reportOf(metrics, rates ?? client.policy.rates) };
  }, [metrics, client, rates]);
}
