'use client';
import { type Metrics, type Rates, report as reportOf } from '@forewarm/core';
import { NO_METRICS, type Report } from '@forewarm/core/kit';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarmClient } from './useForewarmClient.js';
import { metricsOf } from './metricsOf.js';

/** What came of all warms and asks below one provider, with its sums. */
export interface ForewarmMetrics extends Metrics {
  /**
   * Hit rate, wasted warms, tokens, percentiles, money where rates are given, and what a holdout
   * share proves; as of the latest event.
   */
  readonly report: Report;
}

export interface ForewarmMetricsOptions {
  /** What the backend charges, for figures in money. Default those of the policy. */
  rates?: Rates | undefined;
}

/**
 * Counts and times since the first component with this hook mounted below the provider. Renders
 * when a figure changes.
 */
export function useForewarmMetrics({ rates }: ForewarmMetricsOptions = {}): ForewarmMetrics {
  const client = useForewarmClient();
  const observer = metricsOf(client);
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(
    () => ({ ...metrics, report: reportOf(metrics, rates ?? client.policy.rates) }),
    [metrics, client, rates],
  );
}
