import type { Environment } from './environment.js';

/**
 * Waits for a promise, but for `ms` milliseconds at most and no longer than the signal allows. Rejects with the signal's reason; otherwise says
 * which came first. Leaves neither timer nor listener behind.
 */
export function waitFor(
  promise: Promise<unknown>,
  ms: number,
  environment: Environment,
  signal?: AbortSignal,
): Promise<'settled' | 'timeout'> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const clear = environment.setTimeout(() => done('timeout'), ms);
    const onAbort = (): void => {
      clear();
      reject(signal!.reason);
    };
    const done = (how: 'settled' | 'timeout'): void => {
      clear();
      signal?.removeEventListener('abort', onAbort);
      resolve(how);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(
      () => done('settled'),
      () => done('settled'),
    );
  });
}

/** A signal that also ends when nothing has happened for a while. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Something happened: the wait starts anew. */
  alive(): void;
  /** Ends the watch; its signal stays as it is. */
  clear(): void;
}

/** Aborts with `onSilence()` once `alive` has not been called for `ms` milliseconds, or with the outer signal's reason. */
export function watch(ms: number, environment: Environment, onSilence: () => Error, outer?: AbortSignal): Watch {
  const controller = new AbortController();
  let last = environment.monotonic();
  let clearTimer = (): void => {};
  const onAbort = (): void => {
    clear();
    controller.abort(outer!.reason);
  };
  const clear = (): void => {
    clearTimer();
    outer?.removeEventListener('abort', onAbort);
  };
  // One timer that looks when it fires, instead of one set and cleared for each token.
  const arm = (wait: number): void => {
    clearTimer = environment.setTimeout(() => {
      const left = last + ms - environment.monotonic();
      if (left > 0) return arm(left);
      clear();
      controller.abort(onSilence());
    }, wait);
  };
  if (outer?.aborted) controller.abort(outer.reason);
  else {
    outer?.addEventListener('abort', onAbort, { once: true });
    arm(ms);
  }
  return { signal: controller.signal, alive: () => void (last = environment.monotonic()), clear };
}
