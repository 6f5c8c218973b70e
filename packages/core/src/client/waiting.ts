import type { Environment } from '../base/environment.js';
import { linkedAbort } from '../base/linkedAbort.js';

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

  /**
   * Resolves once told, or after `ms` milliseconds. Rejects with the signal's reason. Leaves
   * neither timer nor listener behind.
   */
  async next(ms: number, environment: Environment, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#told) {
      // A timer for each who waits: who was to tell may be gone, and a worker lets no request live
      // on another's.
      let clear = (): void => {};
      let end = (): void => {};
      await new Promise<void>((resolve) => {
        this.#wake = end = resolve;
        clear = environment.setTimeout(resolve, ms);
        signal?.addEventListener('abort', end, { once: true });
      });
      clear();
      signal?.removeEventListener('abort', end);
      signal?.throwIfAborted();
    }
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
  const arm = (wait: number): void => {
    clearTimer = environment.setTimeout(() => {
      const left = last + ms - environment.monotonic();
      if (left > 0) return arm(left);
      clear();
      link.abort(onSilence());
    }, wait);
  };
  if (!link.signal.aborted) arm(ms);
  return { signal: link.signal, alive: () => void (last = environment.monotonic()), clear };
}
