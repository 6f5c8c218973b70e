import type { Environment } from '../base/environment.js';
import { linkedAbort } from '../base/linkedAbort.js';
import { wait } from '../base/wait.js';

/** How long a lock holds without renewal, in milliseconds. */
export const LOCK_MS = 5_000;
/** How often waiters poll, in milliseconds. */
export const LOOK_MS = 250;

/** Notices changes from its creation on: none is lost between a look and the next wait. */
export class Ear {
  #told = false;
  #wake: (() => void) | null = null;

  /** Call it when something may have changed. */
  readonly hear = (): void => {
    this.#told = true;
    this.#wake?.();
  };

  /** Resolves after `hear` or `ms` milliseconds; rejects with the signal's reason. */
  async next(ms: number, environment: Environment, signal?: AbortSignal): Promise<void> {
    // Each waiter has its own timer: in a worker, no request may depend on another.
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

/**
 * Aborts with `onSilence()` after `ms` milliseconds without `alive`, or with the outer signal's
 * reason.
 */
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
