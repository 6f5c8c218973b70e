import type { Environment } from '@forewarm/core';
import { wait } from '@forewarm/core/kit';

/** The only source of time. `now`: ms since 1970. */
export type Clock = Pick<Environment, 'now' | 'setTimeout'>;

/** At once for 0; rejects with the signal's reason. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await wait(ms, clock, signal);
}
