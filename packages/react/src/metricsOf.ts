import { MetricsObserver } from '@forewarm/core';
import type { EventSource } from '@forewarm/core/kit';

const observers = new WeakMap<EventSource, MetricsObserver>();

/** Made when first used: apps without figures don't pay for it. */
export function metricsOf(client: EventSource): MetricsObserver {
  const observer = observers.get(client) ?? new MetricsObserver(client);
  observers.set(client, observer);
  return observer;
}
