import type { LinkedAbort } from '@forewarm/core/kit';

/** Time for a connection's end after the last event, in ms. */
const LINGER_MS = 1_000;

/**
 * Reads the rest in the background, so that the connection can be reused; aborts if its end doesn't
 * come.
 */
export function letGo(events: AsyncIterator<unknown>, request: LinkedAbort): void {
  const timer = setTimeout(() => request.abort(), LINGER_MS);
  const drain = async (): Promise<void> => {
    while (!(await events.next()).done);
  };
  drain()
    .catch(() => null)
    .finally(() => {
      clearTimeout(timer);
      request.release();
    });
}

/** Request first: an SDK may wait for the next event before it stops (Bedrock's does). */
export async function leave(events: AsyncIterator<unknown> | undefined, request: LinkedAbort): Promise<void> {
  request.abort();
  request.release();
  // The caller has left.
  await events?.return?.().catch(() => null);
}

/** Returns the promise's value, or null after `ms`. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    // A late rejection is no unhandled one.
    promise.catch(() => null);
  }
}
