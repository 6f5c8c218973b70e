import { ForewarmError } from '@forewarm/core';

type HealthListener = (degraded: ForewarmError | null) => void;

/** Whether Redis can be reached, told once when that changes. */
export class Health {
  readonly #listeners = new Set<HealthListener>();
  readonly #timeoutMs: number;
  #well = true;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  subscribe(listener: HealthListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The answer of a command, or null where Redis is out of reach or silent. */
  async ask<T>(command: () => Promise<T>): Promise<{ readonly answer: T } | null> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer for ${this.#timeoutMs} ms`)), this.#timeoutMs);
      });
      const answer = await Promise.race([command(), silence]);
      this.#set(null);
      return { answer };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `Redis can't be reached (${why}); each instance warms by itself until it can.`;
      this.#set(new ForewarmError('unreachable', message, { cause }));
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  #set(degraded: ForewarmError | null): void {
    const well = degraded === null;
    if (well === this.#well) return;
    this.#well = well;
    for (const listener of this.#listeners) listener(degraded);
  }
}
