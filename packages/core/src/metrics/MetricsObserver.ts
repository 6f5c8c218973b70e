import { addEvent, type Metrics, NO_METRICS } from './metrics.js';
import { Notifier } from '../base/notifier.js';
import type { EventListener } from '../client/events.js';

export interface EventSource {
  onEvent(listener: EventListener): () => void;
}

export class MetricsObserver {
  readonly #listeners = new Notifier<[]>();
  #metrics: Metrics = NO_METRICS;

  constructor(source: EventSource) {
    source.onEvent((event) => {
      const next = addEvent(this.#metrics, event);
      if (next === this.#metrics) return;
      this.#metrics = next;
      this.#listeners.notify();
    });
  }

  readonly getSnapshot = (): Metrics => this.#metrics;
  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);
}
