import type { Environment } from '@forewarm/core';

/** Open answers and those about to begin. */
export class OpenStreams {
  readonly #ends = new Set<(reason: Error) => void>();
  #early = 0;
  #arriving = 0;
  #over: Error | null = null;
  #empty: (() => void)[] = [];

  get size(): number {
    return this.#ends.size;
  }

  /** Those whose question was sent. */
  get asked(): number {
    return this.#ends.size - this.#early;
  }

  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#arriving++;
    try {
      return await call();
    } finally {
      this.#arriving--;
      this.#tell();
    }
  }

  /** The returned function removes it. `isEarly`: begun before its question. */
  add(end: (reason: Error) => void, isEarly = false): () => void {
    const entry = (reason: Error): void => end(reason);
    this.#ends.add(entry);
    if (isEarly) this.#early++;
    // Too late to be waited for.
    if (this.#over) end(this.#over);
    return () => {
      if (this.#ends.delete(entry) && isEarly) this.#early--;
      this.#tell();
    };
  }

  /**
   * Ends the rest after `ms` milliseconds, and then waits no longer for calls without an answer.
   */
  async drain(ms: number, environment: Environment, reason: Error): Promise<void> {
    if (this.#isEmpty()) return;
    const clear = environment.setTimeout(() => {
      this.#over = reason;
      this.#ends.forEach((end) => end(reason));
      this.#tell();
    }, ms);
    await new Promise<void>((resolve) => this.#empty.push(resolve));
    clear();
  }

  #isEmpty(): boolean {
    return this.#ends.size === 0 && (this.#arriving === 0 || this.#over !== null);
  }

  #tell(): void {
    if (!this.#isEmpty()) return;
    for (const resolve of this.#empty.splice(0)) resolve();
  }
}
