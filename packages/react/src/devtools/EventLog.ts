import type { ForewarmEvent } from '@forewarm/core';
import type { EventSource } from '@forewarm/core/kit';

/** How many events are kept. */
const KEEP = 500;

/** Holds the latest events of a client while somebody looks. */
export class EventLog {
  readonly #source: EventSource;
  readonly #listeners = new Set<() => void>();
  #events: readonly ForewarmEvent[] = [];
  #leave: (() => void) | null = null;

  constructor(source: EventSource) {
    this.#source = source;
  }

  readonly getSnapshot = (): readonly ForewarmEvent[] => this.#events;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#leave ??= this.#source.onEvent((event) => this.#set([...this.#events.slice(1 - KEEP), event]));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#leave?.();
      this.#leave = null;
    };
  };

  readonly clear = (): void => this.#set([]);

  #set(events: readonly ForewarmEvent[]): void {
    this.#events = events;
    for (const listener of this.#listeners) listener();
  }
}
