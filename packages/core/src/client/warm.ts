import type { Adapter, WarmedResult } from '../adapter/adapter.js';
import { type Ledger, spend } from '../policy/budget.js';
import type { Environment } from '../base/environment.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import type { LatencyKind } from '../adapter/estimate.js';
import type { ForewarmEvent } from './events.js';
import { expenseOf } from '../policy/policy.js';
import type { Policy } from '../policy/policyOptions.js';
import type { Flight, PrefixEntry } from './prefixEntry.js';
import type { Reach } from './reach.js';
import type { StoreLock, WarmRefusal } from './store.js';
import { takeTurn } from './takeTurn.js';
import type { Trigger } from '../policy/trigger.js';
import { cacheOutcome, type Usage } from '../adapter/usage.js';
import { LOCK_MS, watch } from './waiting.js';
import type { Warmth } from '../policy/warmth.js';
import type { WarmReport } from './warmReport.js';

export interface WarmContext<P> {
  readonly adapter: Adapter<P>;
  readonly policy: Policy;
  readonly store: Reach;
  readonly environment: Environment;
  /**
   * What ends the warms in flight, one each: workers let no request use a signal that another made.
   */
  readonly ends: Set<AbortController>;
  readonly emit: (event: ForewarmEvent) => void;
  readonly learn: (kind: LatencyKind, tokens: number | null, ms: number) => void;
  readonly account: (change: (ledger: Ledger) => Ledger) => void;
}

/** What the backend made of a warm. */
interface Written {
  readonly warmth: Warmth | null;
  readonly refusal: WarmRefusal | null;
  readonly usage: Usage | null;
}

/** The tokens of a request that was not carried out. */
const UNBILLED: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/**
 * Makes one warm: waits for its turn, writes with the lock held, keeps what came of it in the
 * store, and settles the entry and the budget.
 */
export async function runWarm<P>(
  context: WarmContext<P>,
  entry: PrefixEntry,
  flight: Flight,
  prefix: P,
  trigger: Trigger,
): Promise<WarmReport> {
  const { environment, store, emit, ends } = context;
  const { key } = entry;
  const startedAt = environment.monotonic();
  const settleAccount = reserve(context, entry.state.mostTokens, startedAt);
  const end = new AbortController();
  ends.add(end);
  entry.lastWarm = { startedAt, endedAt: null };
  entry.settle({ type: 'warm-started' });
  let lock: StoreLock | null = null;
  try {
    const taken = takeTurn(context, entry, flight, end.signal);
    const turn = taken instanceof Promise ? await taken : taken;
    lock = turn.lock;
    const { warmth, refusal, usage } = lock
      ? await write(context, entry, flight, prefix, trigger, lock, end.signal)
      : { ...turn, usage: null };
    settleAccount(usage);
    if (warmth) {
      if (lock) await store.set(key, warmth, warmth.expiresAt - environment.now());
      entry.settle({ type: 'warmed', warmth });
      return { status: 'warmed', warmth, wrote: lock !== null };
    }
    if (!refusal || refusal.refused === null) {
      const retryAfterMs = refusal?.retryAfterMs ?? undefined;
      throw new ForewarmError('upstream', 'The warm of another instance failed.', { retryAfterMs });
    }
    const { refused: reason, retryAfterMs } = refusal;
    entry.settle({ type: 'warm-skipped', reason, retryAfterMs });
    emit({ type: 'warm-skipped', at: environment.now(), key, trigger, reason });
    if (lock) await keepRefusal(context, entry, refusal);
    return { status: 'skipped', reason, retryAfterMs, warmth: null };
  } catch (thrown) {
    const error = toForewarmError(thrown);
    // Where the backend said no it charged nothing; where nobody answered it may have, so what was
    // reserved stays spent.
    if (error.status !== null || !lock) settleAccount(lock ? UNBILLED : null);
    entry.settle({ type: 'warm-failed', retryAfterMs: error.retryAfterMs }, error);
    const durationMs = environment.monotonic() - startedAt;
    emit({ type: 'warm-failed', at: environment.now(), key, trigger, error, durationMs });
    // One that was only ended leaves the warm to whoever waits for it.
    if (lock && !end.signal.aborted)
      await keepRefusal(context, entry, { refused: null, retryAfterMs: error.retryAfterMs });
    return { status: 'failed', error };
  } finally {
    if (lock) void store.release(lock);
    ends.delete(end);
    entry.lastWarm = { startedAt, endedAt: environment.monotonic() };
  }
}

/** Warms at the backend and keeps the lock for as long as that takes. */
async function write<P>(
  context: WarmContext<P>,
  entry: PrefixEntry,
  flight: Flight,
  prefix: P,
  trigger: Trigger,
  lock: StoreLock,
  signal: AbortSignal,
): Promise<Written> {
  const { environment, policy, store, adapter, emit } = context;
  // Not since it was wanted: somebody else's warm may have been waited for.
  const sent = { at: environment.now(), monotonic: environment.monotonic() };
  emit({ type: 'warm-started', at: sent.at, key: entry.key, trigger });
  let clearRenewal = (): void => {};
  const renew = (): void => {
    flight.aliveAt = environment.monotonic();
    void store.renew(lock, LOCK_MS);
    clearRenewal = environment.setTimeout(renew, LOCK_MS / 3);
  };
  clearRenewal = environment.setTimeout(renew, LOCK_MS / 3);
  const { warmTimeoutMs } = policy;
  const late = (): Error =>
    new ForewarmError('timeout', `The warm had no answer after ${warmTimeoutMs} ms and was ended.`);
  const limit = watch(warmTimeoutMs, environment, late, signal);
  try {
    const result = await orAborted(adapter.warm(prefix, { signal: limit.signal, trigger }), limit.signal);
    if (result.status === 'warmed') {
      const warmth = toWarmth(context, result, sent, entry, trigger);
      return { warmth, refusal: null, usage: warmth.usage };
    }
    const { reason, retryAfterMs = null, usage = UNBILLED } = result;
    return { warmth: null, refusal: { refused: reason, retryAfterMs }, usage };
  } finally {
    limit.clear();
    clearRenewal();
  }
}

/**
 * Notes in the store that this warm made no entry, for as long as this process pauses, and for its
 * shortest pause at most.
 */
function keepRefusal<P>({ store, policy, environment }: WarmContext<P>, entry: PrefixEntry, why: WarmRefusal): unknown {
  const pauseMs = Math.max(0, entry.state.retryAt - environment.now());
  return store.set(
    entry.key,
    why,
    why.refused !== null && why.retryAfterMs === null ? policy.backOffMs : Math.min(pauseMs, policy.backOffMs),
  );
}

/**
 * Takes from the budget what a warm will cost at most, before it starts; the returned function puts
 * right, once, what it came to, null for no warm at all.
 */
function reserve<P>(
  { account, policy, environment }: WarmContext<P>,
  tokens: number | null,
  at: number,
): (usage: Usage | null) => void {
  const { budget, rates } = policy;
  if (!budget) return () => {};
  const expected = expenseOf(tokens, policy);
  account((ledger) => spend(ledger, expected, at, at, budget));
  let isSettled = false;
  return (usage) => {
    if (isSettled) return;
    isSettled = true;
    const { prompt, cacheRead } = usage ?? UNBILLED;
    const anew = prompt === null ? expected.tokens : Math.max(0, prompt - (cacheRead ?? 0));
    const cost = prompt === null ? expected.cost : rates ? (anew * rates.cacheWrite) / 1_000_000 : 0;
    const change = { warms: usage ? 0 : -1, tokens: anew - expected.tokens, cost: cost - expected.cost };
    account((ledger) => spend(ledger, change, at, environment.monotonic(), budget));
  };
}

function toWarmth<P>(
  { environment, emit, learn }: WarmContext<P>,
  result: WarmedResult,
  sent: { readonly at: number; readonly monotonic: number },
  { key }: PrefixEntry,
  trigger: Trigger,
): Warmth {
  const at = environment.now();
  const durationMs = environment.monotonic() - sent.monotonic;
  const { hash, method, usage, ttlMs, ageMs, wrote = true } = result;
  const startedAt = ageMs === undefined ? sent.at : at - ageMs;
  const expiresAt = startedAt + ttlMs;
  const outcome = cacheOutcome(usage);
  if (wrote && outcome !== 'hit') learn('warm', usage.prompt, durationMs);
  emit({ type: 'warmed', at, key, trigger, method, wrote, usage, outcome, durationMs, expiresAt });
  return { hash, startedAt, expiresAt, source: 'warm', asked: false, method, usage };
}

/** The promise's value, or the signal's reason where an adapter does not heed the signal. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
