import type { LinkedAbort } from '@forewarm/core/kit';

/**
 * How long the end of a connection may take after the last event, in milliseconds, before it is
 * ended.
 */
const LINGER_MS = 1_000;

/**
 * Reads what is left after the last event, unwaited, so that the connection can be used again; ends
 * it where its end does not come.
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

/**
 * Ends a request whose events nobody reads on: first the request, since an SDK may want to see the
 * next event before it lets go (Bedrock's does).
 */
export async function leave(events: AsyncIterator<unknown> | undefined, request: LinkedAbort): Promise<void> {
  request.abort();
  request.release();
  // What it says of being ended is of no interest to whoever has left.
  await events?.return?.().catch(() => null);
}

/** What a promise gives, or null where it takes longer. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more, whatever it comes to.
    promise.catch(() => null);
  }
}
