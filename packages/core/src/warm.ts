import type { Adapter, SkippedResult, WarmedResult } from './adapter.js';
import { type Ledger, spend } from './budget.js';
import type { Environment } from './environment.js';
import { DisposedError, ForewarmError, toForewarmError } from './errors.js';
import type { LatencyKind } from './estimate.js';
import type { ForewarmEvent } from './events.js';
import { expenseOf } from './policy.js';
import type { PolicyOptions } from './policyOptions.js';
import type { PrefixEntry } from './prefixEntry.js';
import type { SkipReason } from './skipReason.js';
import type { StoreWrite, WarmStore } from './store.js';
import type { Trigger } from './trigger.js';
import { cacheOutcome, type Usage } from './usage.js';
import { watch } from './waiting.js';
import { isSound, type Warmth } from './warmth.js';

/** What a warm came to. Never a rejection: a warm that fails is no one's problem but its own. */
export type WarmReport =
  | { readonly status: 'warmed'; readonly warmth: Warmth; readonly wrote: boolean }
  | {
      readonly status: 'skipped';
      readonly reason: SkipReason;
      /** Milliseconds after which trying again makes sense; null where the prefix can't be warmed at all. */
      readonly retryAfterMs: number | null;
      /** The entry that made the warm needless, where one did. */
      readonly warmth: Warmth | null;
    }
  | { readonly status: 'failed'; readonly error: ForewarmError };

export interface WarmContext<P> {
  readonly adapter: Adapter<P>;
  readonly policy: PolicyOptions;
  readonly store: WarmStore;
  readonly environment: Environment;
  /** What ends the warms in flight, one each: a signal they all shared would have a listener for every one of them. */
  readonly ends: Set<AbortController>;
  /** Aborted once the cache has been disposed of; nobody listens to it. */
  readonly over: AbortSignal;
  readonly emit: (event: ForewarmEvent) => void;
  readonly learn: (kind: LatencyKind, tokens: number | null, ms: number) => void;
  readonly account: (change: (ledger: Ledger) => Ledger) => void;
}

/** Why the backend, or this cache in its place, did not warm. */
interface Refusal {
  said: SkippedResult | null;
}

interface Begun {
  readonly startedAt: number;
  readonly monotonic: number;
}

/** A store that has neither written nor failed so long after the warm had to be over is not waited for. Milliseconds. */
const STORE_GRACE_MS = 5_000;

/** A warm with everything around it: one write through the store, what it cost, and what it says about the entry. */
export async function runWarm<P>(
  context: WarmContext<P>,
  entry: PrefixEntry,
  prefix: P,
  trigger: Trigger,
): Promise<WarmReport> {
  const { environment, policy } = context;
  const { key } = entry;
  const begun: Begun = { startedAt: environment.now(), monotonic: environment.monotonic() };
  const refusal: Refusal = { said: null };
  const settleAccount = reserve(context, entry.state.tokens, begun.startedAt);
  entry.lastWarm = { startedAt: begun.monotonic, endedAt: null };
  entry.settle({ type: 'warm-started' });

  const write = async (): Promise<Warmth | null> => {
    // Not since it was wanted: somebody else's write may have been waited for.
    const sent: Begun = { startedAt: environment.now(), monotonic: environment.monotonic() };
    context.emit({ type: 'warm-started', at: sent.startedAt, key, trigger });
    const result = await limited(context, policy.warmTimeoutMs, (signal) =>
      context.adapter.warm(prefix, { signal, trigger }),
    );
    if (result.status === 'warmed') return toWarmth(context, result, sent, entry, trigger);
    refusal.said = result;
    return null;
  };

  try {
    const { warmth, wrote } = await written(context, entry, write, refusal);
    settleAccount(wrote ? (warmth?.usage ?? refusal.said?.usage ?? UNBILLED) : null);
    if (warmth) {
      entry.settle({ type: 'warmed', warmth });
      return { status: 'warmed', warmth, wrote };
    }
    // Somebody else's write that came to nothing says why only there.
    const otherwise = { reason: 'back-off', retryAfterMs: policy.backOffMs };
    const { reason, retryAfterMs = null } = refusal.said ?? otherwise;
    entry.settle({ type: 'warm-skipped', reason, retryAfterMs });
    context.emit({ type: 'warm-skipped', at: environment.now(), key, trigger, reason });
    return { status: 'skipped', reason, retryAfterMs, warmth: null };
  } catch (thrown) {
    const error = toForewarmError(thrown);
    // Where the backend said no it charged nothing; where nobody answered it may have, so what was reserved stays spent.
    if (error.status !== null) settleAccount(UNBILLED);
    entry.settle({ type: 'warm-failed', retryAfterMs: error.retryAfterMs }, error);
    const durationMs = environment.monotonic() - begun.monotonic;
    context.emit({ type: 'warm-failed', at: environment.now(), key, trigger, error, durationMs });
    return { status: 'failed', error };
  } finally {
    entry.lastWarm = { startedAt: begun.monotonic, endedAt: environment.monotonic() };
  }
}

/** How many times in a row a write is taken over from one who has left. */
const MOST_LEFT = 10;

/**
 * The store's write. Where it was somebody else's, who has left before its end, this cache takes it over; unless a question is being answered by then,
 * which writes the entry anyway. A store that answers with nonsense, or claims what can't be, is left aside: this process writes by itself.
 */
async function written<P>(
  context: WarmContext<P>,
  entry: PrefixEntry,
  write: () => Promise<Warmth | null>,
  refusal: Refusal,
): Promise<StoreWrite> {
  const { store, policy, environment, over } = context;
  let ran = false;
  const own = (): Promise<Warmth | null> => {
    ran = true;
    return write();
  };
  for (let left = 0; ; left++) {
    try {
      const answer = await limited(context, policy.warmTimeoutMs + STORE_GRACE_MS, () => store.write(entry.key, own));
      const { warmth, wrote } = answer;
      if (wrote || warmth === null || isSound(warmth, environment.now(), policy.marginMs)) return answer;
      return { warmth: await write(), wrote: true };
    } catch (thrown) {
      if (ran || over.aborted || left >= MOST_LEFT || !(thrown instanceof DisposedError)) throw thrown;
      // A question that waited for the same write goes on first.
      await new Promise<void>((resolve) => void environment.setTimeout(resolve, 0));
      if (entry.state.asking === 0) continue;
      refusal.said = { status: 'skipped', reason: 'ask-in-flight', retryAfterMs: 0 };
      return { warmth: null, wrote: false };
    }
  }
}

/** The tokens of a request that was not carried out. */
const UNBILLED: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** Takes from the budget what a warm will cost at most, before it starts; the returned function puts right what it came to, null for no warm at all. */
function reserve<P>(
  { account, policy, environment }: WarmContext<P>,
  tokens: number | null,
  at: number,
): (usage: Usage | null) => void {
  const { budget, rates } = policy;
  if (!budget) return () => {};
  const expected = expenseOf(tokens, policy);
  account((ledger) => spend(ledger, expected, at, at, budget));
  return (usage) => {
    const { prompt, cacheRead } = usage ?? UNBILLED;
    const anew = prompt === null ? expected.tokens : prompt - (cacheRead ?? 0);
    const cost = rates ? (anew * rates.cacheWrite) / 1_000_000 : 0;
    const change = { warms: usage ? 0 : -1, tokens: anew - expected.tokens, cost: cost - expected.cost };
    account((ledger) => spend(ledger, change, at, environment.now(), budget));
  };
}

function toWarmth<P>(
  { environment, emit, learn }: WarmContext<P>,
  result: WarmedResult,
  begun: Begun,
  { key }: PrefixEntry,
  trigger: Trigger,
): Warmth {
  const at = environment.now();
  const durationMs = environment.monotonic() - begun.monotonic;
  const { hash, method, usage, ttlMs, ageMs, wrote = true } = result;
  const startedAt = ageMs === undefined ? begun.startedAt : at - ageMs;
  const expiresAt = startedAt + ttlMs;
  const outcome = cacheOutcome(usage);
  if (wrote && outcome !== 'hit') learn('warm', usage.prompt, durationMs);
  emit({ type: 'warmed', at, key, trigger, method, wrote, usage, outcome, durationMs, expiresAt });
  return { hash, startedAt, expiresAt, source: 'warm', asked: false, method, usage };
}

/** Gives up on a promise after a while, or when all warms are to end, also where nobody heeds the signal. */
async function limited<P, T>(
  { environment, ends, over }: WarmContext<P>,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  over.throwIfAborted();
  const timeout = (): Error => new ForewarmError('timeout', `The warm had no answer after ${ms} ms and was ended.`);
  const end = new AbortController();
  ends.add(end);
  const limit = watch(ms, environment, timeout, end.signal);
  try {
    return await orAborted(run(limit.signal), limit.signal);
  } finally {
    limit.clear();
    ends.delete(end);
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
