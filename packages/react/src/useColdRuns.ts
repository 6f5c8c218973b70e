'use client';
import { NO_METRICS, summarize } from '@forewarm/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useForewarm } from './ForewarmProvider.js';
import { metricsOf } from './metricsOf.js';

/** The median time to the first token of this app's own runs on a cold prefix, and how many they are. Renders when a question has been answered. */
export function useColdRuns(): { readonly median: number | null; readonly count: number } {
  const observer = metricsOf(useForewarm());
  const answered = useSyncExternalStore(
    observer.subscribe,
    () => observer.getSnapshot().answered,
    () => NO_METRICS.answered,
  );
  return useMemo(() => summarize({ ...NO_METRICS, answered }, 0).ttftMs.cold, [answered]);
}
