import { systemEnvironment } from '@forewarm/core';

/**
 * Resolves after `ms` milliseconds; rejects with the signal's reason where that aborts first.
 * Leaves neither timer nor listener behind.
 */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      cancel();
      reject(signal.reason);
    };
    // A plain timer, which the platform holds: a timeout signal that nobody holds is garbage before
    // it fires.
    const cancel = systemEnvironment.setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
