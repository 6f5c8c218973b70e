import type { ForewarmEvent } from '@forewarm/core';
import { type EventSource, Notifier } from '@forewarm/core/kit';

const KEEP = 500;

export class EventLog {
  readonly #source: EventSource;
  readonly #listeners = new Notifier<[]>();
  #events: readonly ForewarmEvent[] = [];
  #leave: (() => void) | null = null;

  constructor(source: EventSource) {
    this.#source = source;
  }

  readonly getSnapshot = (): readonly ForewarmEvent[] => this.#events;

  readonly subscribe = (listener: () => void): (() => void) => {
    const leave = this.#listeners.subscribe(listener);
    this.#leave ??= this.#source.onEvent((event) => this.#set([...this.#events.slice(1 - KEEP), event]));
    return () => {
      leave();
      if (this.#listeners.size > 0) return;
      this.#leave?.();
      this.#leave = null;
    };
  };

  readonly clear = (): void => this.#set([]);

  #set(events: readonly ForewarmEvent[]): void {
    this.#events = events;
    this.#listeners.notify();
  }
}
