import { MetricsObserver } from '@forewarm/core';
import type { EventSource } from '@forewarm/core/kit';

const observers = new WeakMap<EventSource, MetricsObserver>();

/**
 * The one that counts for a client, made when somebody first looks: an app that shows no figures
 * carries none of this.
 */
export function metricsOf(client: EventSource): MetricsObserver {
  const observer = observers.get(client) ?? new MetricsObserver(client);
  observers.set(client, observer);
  return observer;
}
