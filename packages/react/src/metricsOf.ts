import { type EventSource, MetricsObserver } from '@forewarm/core';

const observers = new WeakMap<EventSource, MetricsObserver>();

/** The one that counts for a cache, made when somebody first looks: an app that shows no figures carries none of this. */
export function metricsOf(cache: EventSource): MetricsObserver {
  const observer = observers.get(cache) ?? new MetricsObserver(cache);
  observers.set(cache, observer);
  return observer;
}
