import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import type { ClientContext } from './context.js';
import { isUnderWay, type PrefixEntry } from './prefixEntry.js';
import type { Maybe } from './reach.js';
import { Ear, LOOK_MS } from './waiting.js';
import { isFresh } from '../policy/warmth.js';

/**
 * How a question came to be asked: whether it waited for a warm, how long, and whether it went
 * alone beside one.
 */
export interface Joined {
  readonly joined: boolean;
  readonly waitedMs: number;
  readonly raced: boolean;
}

const ALONE: Joined = { joined: false, waitedMs: 0, raced: false };

/**
 * Waits for a warm of the prefix under way, here or elsewhere, as the policy says. `submittedAt` is
 * monotonic.
 */
export async function* joinWarm(
  context: ClientContext,
  entry: PrefixEntry,
  { signal, waitedMs: waitedElsewhereMs = 0 }: CallOptions,
  submittedAt: number,
): AsyncGenerator<AskEvent, Joined> {
  const { policy, sharing, environment, emit } = context;
  const { key } = entry;
  // A server behind a browser joins too: the bound is on what the person waits in all.
  const patienceMs = policy.joinTimeoutMs - waitedElsewhereMs;
  if (patienceMs <= 0) return ALONE;
  /**
   * Fresh, a question hits whoever warms; a warm of this process goes on where another's ends
   * without an entry.
   */
  const isWarming = (): Maybe<boolean> => {
    if (isFresh(entry.state.warmth, environment.now(), policy.marginMs)) return false;
    return isUnderWay(entry, environment) || (sharing?.isLocked(key) ?? false);
  };
  const ear = new Ear();
  const leaving = [sharing?.subscribe(key, ear.hear), entry.flightEnded.subscribe(ear.hear)];
  try {
    if (!(await isWarming())) return ALONE;
    const { lastWarm, state } = entry;
    const begun = environment.monotonic();
    const warmingMs = lastWarm !== null && lastWarm.endedAt === null ? begun - lastWarm.startedAt : null;
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
      emit({ type: 'ask-joined', at: environment.now(), key, waitedMs, timedOut });
      yield { type: 'join', waitedMs };
    }
    signal?.throwIfAborted();
    const raced = join.raced && (timedOut || !joined);
    if (raced && join.expected) emit({ type: 'ask-raced', at: environment.now(), key, ...join.expected });
    return { joined, waitedMs, raced };
  } finally {
    for (const leave of leaving) leave?.();
  }
}
