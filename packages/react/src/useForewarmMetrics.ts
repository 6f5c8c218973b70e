'use client';
import { type Metrics, MetricsObserver, type MetricsSummary, NO_METRICS, summarize } from '@forewarm/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarm } from './ForewarmProvider.js';

/** What came of all warms and asks below one provider, with its sum. */
export interface ForewarmMetrics extends Metrics {
  /** As of the latest event. */
  readonly summary: MetricsSummary;
}

/** One for each cache that somebody looks at, so that an app that shows no figures carries none of this. */
const observers = new WeakMap<object, MetricsObserver>();

/** Counts and times since the first component that shows them was mounted below its provider. Renders when something has happened that counts. */
export function useForewarmMetrics(): ForewarmMetrics {
  const cache = useForewarm();
  const observer = useMemo(() => {
    const found = observers.get(cache) ?? new MetricsObserver(cache);
    observers.set(cache, found);
    return found;
  }, [cache]);
  const metrics = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => NO_METRICS);
  return useMemo(() => ({ ...metrics, summary: summarize(metrics, cache.environment.now()) }), [metrics, cache]);
}
