import type { Environment } from '@forewarm/core';
import { wait } from '@forewarm/core/kit';

/** The only source of time; a test can replace it. `now` is in ms since 1970. */
export type Clock = Pick<Environment, 'now' | 'setTimeout'>;

/** Resolves after `ms`, at once for 0; rejects with the signal's reason if it aborts first. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await wait(ms, clock, signal);
}
