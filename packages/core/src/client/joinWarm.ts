import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import type { ClientContext } from './context.js';
import { isUnderWay, type PrefixEntry } from './prefixEntry.js';
import type { Maybe } from '../base/maybe.js';
import { Ear, LOOK_MS } from './waiting.js';
import { isFresh } from '../policy/warmth.js';

export interface Joined {
  readonly joined: boolean;
  readonly waitedMs: number;
  readonly raced: boolean;
}

export const ALONE: Joined = { joined: false, waitedMs: 0, raced: false };

/** Waits for a warm in flight, here or elsewhere. `submittedAt` is monotonic. */
export async function* joinWarm(
  context: ClientContext,
  entry: PrefixEntry,
  { signal, waitedMs: waitedElsewhereMs = 0 }: CallOptions,
  submittedAt: number,
): AsyncGenerator<AskEvent, Joined> {
  const { policy, sharing, environment } = context;
  const { key } = entry;
  // Limits the whole wait, in the browser and at the server.
  const patienceMs = policy.joinTimeoutMs - waitedElsewhereMs;
  if (patienceMs <= 0) return ALONE;
  /** A fresh prefix hits. Our own warm may continue after another's ended without an entry. */
  const isWarming = (): Maybe<boolean> => {
    if (isFresh(entry.state.warmth, environment.now(), policy.marginMs)) return false;
    return isUnderWay(entry, environment) || (sharing?.store.isLocked(key) ?? false);
  };
  const ear = new Ear();
  const leaving = [sharing?.store.subscribe(key, ear.hear), entry.flightEnded.subscribe(ear.hear)];
  try {
    if (!(await isWarming())) return ALONE;
    const { flight, state } = entry;
    const begun = environment.monotonic();
    const warmingMs = flight?.endedAt === null ? begun - flight.startedAt : null;
    const { latencies } = context;
    const join = policy.join({ warmingMs, tokens: state.tokens, latencies, patienceMs });
    const joined = join.waitMs > 0;
    let waitedMs = 0;
    let timedOut = false;
    if (joined) {
      yield { type: 'join', waitedMs: null };
      for (;;) {
        const leftMs = begun + join.waitMs - environment.monotonic();
        timedOut = leftMs <= 0;
        if (timedOut) break;
        await ear.next(Math.min(LOOK_MS, leftMs), environment, signal);
        if (!(await isWarming())) break;
      }
      waitedMs = environment.monotonic() - submittedAt;
      entry.tell({ type: 'ask-joined', waitedMs, timedOut });
      yield { type: 'join', waitedMs };
    }
    signal?.throwIfAborted();
    const race = timedOut || !joined ? join.expected : null;
    if (race) entry.tell({ type: 'ask-raced', ...race });
    return { joined, waitedMs, raced: race !== null };
  } finally {
    for (const leave of leaving) leave?.();
  }
}
