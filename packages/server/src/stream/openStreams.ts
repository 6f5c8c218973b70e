import type { Environment } from '@forewarm/core';

/** The answers under way and those about to begin, to be waited for when the server stops. */
export class OpenStreams {
  readonly #ends = new Set<(reason: Error) => void>();
  #arriving = 0;
  #over: Error | null = null;
  #empty: (() => void)[] = [];

  /** How many answers are under way. */
  get size(): number {
    return this.#ends.size;
  }

  /** Counts a call from which an answer may come, from before it is looked up who asks until there is an answer or none. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#arriving++;
    try {
      return await call();
    } finally {
      this.#arriving--;
      this.#tell();
    }
  }

  /** Notes an answer and how to end it; the function returned notes that it has ended. */
  add(end: (reason: Error) => void): () => void {
    const entry = (reason: Error): void => end(reason);
    this.#ends.add(entry);
    // It began too late to be waited for.
    if (this.#over) end(this.#over);
    return () => {
      this.#ends.delete(entry);
      this.#tell();
    };
  }

  /**
   * Waits for all to end by themselves, after `ms` milliseconds ends those that are left, and resolves when none is. Who is still being looked up by then is
   * waited for no longer.
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
