'use client';
import { type Metrics, type MetricsSummary, NO_METRICS, summarize } from '@forewarm/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useOpened } from './ForewarmProvider.js';

/** What came of all warms and asks below one provider, with its sum. */
export interface ForewarmMetrics extends Metrics {
  /** As of the latest event. */
  readonly summary: MetricsSummary;
}

/** Counts and times of everything since the provider was mounted. Renders when something has happened that counts. */
export function useForewarmMetrics(): ForewarmMetrics {
  const { cache, metrics: observer } = useOpened();
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(() => ({ ...metrics, summary: summarize(metrics, cache.environment.now()) }), [metrics, cache]);
}
