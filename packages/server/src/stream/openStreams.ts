import type { Environment } from '@forewarm/core';

/** The answers under way, to be waited for when the server stops. */
export class OpenStreams {
  readonly #ends = new Set<(reason: Error) => void>();
  #empty: (() => void)[] = [];

  get size(): number {
    return this.#ends.size;
  }

  /** Notes an answer and how to end it; the function returned notes that it has ended. */
  add(end: (reason: Error) => void): () => void {
    const entry = (reason: Error): void => end(reason);
    this.#ends.add(entry);
    return () => {
      this.#ends.delete(entry);
      if (this.#ends.size > 0) return;
      for (const resolve of this.#empty.splice(0)) resolve();
    };
  }

  /** Waits for all to end by themselves, after `ms` milliseconds ends those that are left, and resolves when none is. */
  async drain(ms: number, environment: Environment, reason: Error): Promise<void> {
    if (this.size === 0) return;
    const clear = environment.setTimeout(() => this.#ends.forEach((end) => end(reason)), ms);
    await new Promise<void>((resolve) => this.#empty.push(resolve));
    clear();
  }
}
