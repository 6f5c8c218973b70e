import type { Environment } from '@forewarm/core';

/** Open answers and those about to begin. */
export class OpenStreams {
  /** How each is ended, and whether it answers a question. */
  readonly #ends = new Map<(reason: Error) => void, () => boolean>();
  #arriving = 0;
  #over: Error | null = null;
  #empty: (() => void)[] = [];

  get size(): number {
    return this.#ends.size;
  }

  /** A question is being answered. */
  get isAsked(): boolean {
    return [...this.#ends.values()].some((isAsked) => isAsked());
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

  /** The returned function removes it. */
  add(end: (reason: Error) => void, isAsked = (): boolean => false): () => void {
    const entry = (reason: Error): void => end(reason);
    this.#ends.set(entry, isAsked);
    // Too late to be waited for.
    if (this.#over) end(this.#over);
    return () => {
      this.#ends.delete(entry);
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
      for (const end of this.#ends.keys()) end(reason);
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
