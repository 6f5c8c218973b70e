import type { Adapter, WarmedResult } from '../adapter/adapter.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import { unlessAborted } from '../base/wait.js';
import { learn } from '../adapter/estimate.js';
import type { ClientContext } from './context.js';
import type { Flight, PrefixEntry } from './prefixEntry.js';
import type { Held, Turn } from './sharing.js';
import type { WarmRefusal } from './store.js';
import type { Trigger } from '../policy/trigger.js';
import { cacheOutcome, type Usage } from '../adapter/usage.js';
import { watch } from './waiting.js';
import type { Warmth } from '../policy/warmth.js';
import type { WarmReport } from './warmReport.js';

/** The backend's answer to a warm. */
interface Written {
  readonly warmth: Warmth | null;
  readonly refusal: WarmRefusal | null;
  readonly usage: Usage | null;
}

/** Tokens of a request that wasn't carried out. */
const UNBILLED: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** Of a client that shares with nobody. */
const ALONE: Turn = { held: { keep: () => null, refuse: () => null, release() {} }, warmth: null, refusal: null };

/**
 * Makes one warm: takes its turn, asks the backend, shares the result, settles entry and budget.
 */
export async function runWarm<P>(
  context: ClientContext,
  entry: PrefixEntry,
  flight: Flight,
  adapter: Adapter<P>,
  prefix: P,
  trigger: Trigger,
): Promise<WarmReport> {
  const { environment, sharing, spending, emit, ends } = context;
  const { key } = entry;
  const startedAt = environment.monotonic();
  const settleAccount = spending?.reserve(entry.state.mostTokens, startedAt);
  const end = new AbortController();
  ends.add(end);
  entry.lastWarm = { startedAt, endedAt: null };
  entry.settle({ type: 'warm-started' });
  let held: Held | null = null;
  try {
    const taken = sharing ? sharing.takeTurn(entry, flight, end.signal) : ALONE;
    const turn = taken instanceof Promise ? await taken : taken;
    held = turn.held;
    const written = held ? await write(context, adapter, key, prefix, trigger, end.signal) : { ...turn, usage: null };
    const { warmth, refusal, usage } = written;
    settleAccount?.(usage, environment.monotonic());
    if (warmth) {
      if (held) await held.keep(warmth);
      entry.settle({ type: 'warmed', warmth });
      return { status: 'warmed', warmth, wrote: held !== null };
    }
    if (!refusal || refusal.refused === null) {
      const retryAfterMs = refusal?.retryAfterMs ?? undefined;
      throw new ForewarmError('upstream', 'The warm of another instance failed.', { retryAfterMs });
    }
    const { refused: reason, retryAfterMs } = refusal;
    entry.settle({ type: 'warm-skipped', reason, retryAfterMs });
    emit({ type: 'warm-skipped', at: environment.now(), key, trigger, reason });
    if (held) await held.refuse(refusal);
    return { status: 'skipped', reason, retryAfterMs, warmth: null };
  } catch (thrown) {
    const error = toForewarmError(thrown);
    const { retryAfterMs } = error;
    // A refusal costs nothing. Without an answer it may have cost, so the reserve stays spent.
    if (error.status !== null || !held) settleAccount?.(held ? UNBILLED : null, environment.monotonic());
    entry.settle({ type: 'warm-failed', retryAfterMs }, error);
    const durationMs = environment.monotonic() - startedAt;
    emit({ type: 'warm-failed', at: environment.now(), key, trigger, error, durationMs });
    // An aborted warm leaves the turn to the waiters.
    if (held && !end.signal.aborted) await held.refuse({ refused: null, retryAfterMs });
    return { status: 'failed', error };
  } finally {
    held?.release();
    ends.delete(end);
    entry.lastWarm = { startedAt, endedAt: environment.monotonic() };
  }
}

/** Asks the backend. */
async function write<P>(
  context: ClientContext,
  adapter: Adapter<P>,
  key: string,
  prefix: P,
  trigger: Trigger,
  signal: AbortSignal,
): Promise<Written> {
  const { environment, policy, emit } = context;
  // Now, since it may have waited for another's warm.
  const sent = { at: environment.now(), monotonic: environment.monotonic() };
  emit({ type: 'warm-started', at: sent.at, key, trigger });
  const { warmTimeoutMs } = policy;
  const late = (): Error =>
    new ForewarmError('timeout', `The warm had no answer after ${warmTimeoutMs} ms and was ended.`);
  const limit = watch(warmTimeoutMs, environment, late, signal);
  try {
    // An adapter may ignore the signal.
    const result = await unlessAborted(adapter.warm(prefix, { signal: limit.signal, trigger }), limit.signal);
    if (result.status === 'warmed') {
      const warmth = toWarmth(context, result, sent, key, trigger);
      return { warmth, refusal: null, usage: warmth.usage };
    }
    const { reason, retryAfterMs = null, usage = UNBILLED } = result;
    return { warmth: null, refusal: { refused: reason, retryAfterMs }, usage };
  } finally {
    limit.clear();
  }
}

function toWarmth(
  context: ClientContext,
  result: WarmedResult,
  sent: { readonly at: number; readonly monotonic: number },
  key: string,
  trigger: Trigger,
): Warmth {
  const { environment, emit } = context;
  const at = environment.now();
  const durationMs = environment.monotonic() - sent.monotonic;
  const { hash, method, usage, ttlMs, ageMs, wrote = true } = result;
  const startedAt = ageMs === undefined ? sent.at : at - ageMs;
  const expiresAt = startedAt + ttlMs;
  const outcome = cacheOutcome(usage);
  if (wrote && outcome !== 'hit') context.latencies = learn(context.latencies, 'warm', usage.prompt, durationMs);
  emit({ type: 'warmed', at, key, trigger, method, wrote, usage, outcome, durationMs, expiresAt });
  return { hash, startedAt, expiresAt, source: 'warm', asked: false, method, usage };
}
