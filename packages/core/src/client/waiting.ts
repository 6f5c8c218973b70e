import type { Environment } from '../base/environment.js';
import { linkedAbort } from '../base/linkedAbort.js';
import { wait } from '../base/wait.js';

/**
 * How long a lock is its holder's without a sign of life, in milliseconds: after it, another takes
 * over.
 */
export const LOCK_MS = 5_000;
/** Who waits looks again this often, in milliseconds, in case it was not told. */
export const LOOK_MS = 250;

/**
 * Hears of changes from the moment it is made, so that none falls between a look and the wait after
 * it.
 */
export class Ear {
  #told = false;
  #wake: (() => void) | null = null;

  /** To be called when something may have changed. */
  readonly hear = (): void => {
    this.#told = true;
    this.#wake?.();
  };

  /** Resolves once told, or after `ms` milliseconds. Rejects with the signal's reason. */
  async next(ms: number, environment: Environment, signal?: AbortSignal): Promise<void> {
    // A timer for each who waits: who was to tell may be gone, and a worker lets no request live on
    // another's.
    if (!this.#told) await wait(ms, environment, signal, (end) => (this.#wake = end));
    signal?.throwIfAborted();
    this.#told = false;
  }
}

/** A signal that also ends when nothing has happened for a while. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Something happened: the wait starts anew. */
  alive(): void;
  /** Ends the watch; its signal stays as it is. */
  clear(): void;
}

/**
 * Aborts with `onSilence()` once `alive` has not been called for `ms` milliseconds, or with the
 * outer signal's reason.
 */
export function watch(ms: number, environment: Environment, onSilence: () => Error, outer?: AbortSignal): Watch {
  const link = linkedAbort(outer);
  let last = environment.monotonic();
  let clearTimer = (): void => {};
  const clear = (): void => {
    clearTimer();
    link.release();
  };
  // One timer that looks when it fires, instead of one set and cleared for each token.
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
