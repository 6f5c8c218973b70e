import type { Environment } from '../base/environment.js';
import { linkedAbort } from '../base/linkedAbort.js';
import { wait } from '../base/wait.js';

/** A lock's life without renewal. */
export const LOCK_MS = 5_000;
/** How often waiters poll. */
export const LOOK_MS = 250;

/** Loses no change between a look and the next wait. */
export class Ear {
  #told = false;
  #wake: (() => void) | null = null;

  readonly hear = (): void => {
    this.#told = true;
    this.#wake?.();
  };

  /** Resolves after `hear` or `ms` milliseconds. */
  async next(ms: number, environment: Environment, signal?: AbortSignal): Promise<void> {
    // A timer each: in a worker, no request may depend on another.
    if (!this.#told) await wait(ms, environment, signal, (end) => (this.#wake = end));
    signal?.throwIfAborted();
    this.#told = false;
  }
}

export interface Watch {
  readonly signal: AbortSignal;
  alive(): void;
  clear(): void;
}

/** Aborts with `onSilence()` after `ms` milliseconds without `alive`. */
export function watch(ms: number, environment: Environment, onSilence: () => Error, outer?: AbortSignal): Watch {
  const link = linkedAbort(outer);
  let last = environment.monotonic();
  let clearTimer = (): void => {};
  const clear = (): void => {
    clearTimer();
    link.release();
  };
  // One timer that checks when it fires, instead of one per token.
  const arm = (leftMs: number): void => {
    clearTimer = environment.setTimeout(() => {
      const silentMs = environment.monotonic() - last;
      if (silentMs < ms) return arm(ms - silentMs);
      clear();
      link.abort(onSilence());
    }, leftMs);
  };
  if (!link.signal.aborted) arm(ms);
  return { signal: link.signal, alive: () => void (last = environment.monotonic()), clear };
}
