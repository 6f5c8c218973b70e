import type { Environment } from './environment.js';

type Timers = Pick<Environment, 'setTimeout'>;

/** Rejects with the signal's reason if that aborts first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal!.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
  });
}

/** Resolves after `ms` milliseconds or at `end`; rejects with the signal's reason. */
export function wait(
  ms: number,
  { setTimeout }: Timers,
  signal?: AbortSignal,
  begun?: (end: () => void) => void,
): Promise<void> {
  let clear!: () => void;
  const over = new Promise<void>((resolve) => {
    clear = setTimeout(resolve, ms);
    begun?.(resolve);
  });
  return unlessAborted(over, signal).finally(clear);
}

/** The promise's value, or `late()` after `ms` milliseconds. Default: null. */
export function within<T, L = null>(
  promise: Promise<T>,
  ms: number,
  { setTimeout }: Timers,
  late = (): L => null as L,
): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(new Promise((given) => given(late())));
    // One more turn: after a busy time, what it waits for may be there unread.
    let clear = setTimeout(() => (clear = setTimeout(giveUp, 0)), ms);
    promise.finally(() => clear()).then(resolve, reject);
  });
}

/** Calls back every `ms` milliseconds until the returned function is called. */
export function every(ms: number, { setTimeout }: Timers, act: () => void): () => void {
  let clear = (): void => {};
  const next = (): void => {
    clear = setTimeout(() => {
      next();
      act();
    }, ms);
  };
  next();
  return () => clear();
}
