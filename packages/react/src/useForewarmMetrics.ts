'use client';
import { type Metrics, type Rates, report as reportOf } from '@forewarm/core';
import { NO_METRICS, type Report } from '@forewarm/core/kit';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarmClient } from './useForewarmClient.js';
import { metricsOf } from './metricsOf.js';

/** Figures of all warms and asks below one provider. */
export interface ForewarmMetrics extends Metrics {
  /** Hit rate, wasted warms, tokens, percentiles, money with rates, and a holdout's result. */
  readonly report: Report;
}

export interface ForewarmMetricsOptions {
  /** What the backend charges. Default the policy's. */
  rates?: Rates | undefined;
}

/** Counts from this hook's first mount below the provider. Renders when a figure changes. */
export function useForewarmMetrics({ rates }: ForewarmMetricsOptions = {}): ForewarmMetrics {
  const client = useForewarmClient();
  const observer = metricsOf(client);
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(
    () => ({ ...metrics, report: reportOf(metrics, rates ?? client.policy.rates) }),
    [metrics, client, rates],
  );
}
