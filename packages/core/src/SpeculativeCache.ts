import type { Adapter, AskEvent, CallOptions, SkippedResult, Turn, WarmedResult } from './adapter.js';
import { measuredAsk, type OpenAsk } from './ask.js';
import { type Environment, systemEnvironment } from './environment.js';
import { ForewarmError, invalidOption, toForewarmError } from './errors.js';
import type { EventListener, ForewarmEvent } from './events.js';
import { Notifier } from './notifier.js';
import { decide, type Decision, retryAfter, type SkipReason } from './policy.js';
import { type PolicyInit, type PolicyOptions, resolvePolicy } from './policyOptions.js';
import { PrefixEntry, type WarmSpan } from './prefixEntry.js';
import type { Prefix } from './prefix.js';
import { prefixKey, type PrefixRef } from './prefixRef.js';
import { COLD_STATUS, type WarmStatus } from './status.js';
import { memoryStore, type WarmStore } from './store.js';
import type { Trigger } from './trigger.js';
import { cacheOutcome } from './usage.js';
import { watch } from './waiting.js';
import type { Warmth } from './warmth.js';

export interface SpeculativeCacheOptions<P extends Prefix | PrefixRef> {
  adapter: Adapter<P>;
  policy?: PolicyInit | undefined;
  /** Default: the memory of this process. */
  store?: WarmStore | undefined;
  /** Default: the platform's clocks and timers. */
  environment?: Environment | undefined;
  onEvent?: EventListener | undefined;
}

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

/** Above this many prefixes, those about which nothing is left to know are forgotten. */
const SWEEP_FROM = 1_000;

/** Warms prefixes ahead of questions and joins the two: the one stateful part, around `decide` and `settle`. */
export class SpeculativeCache<P extends Prefix | PrefixRef> {
  readonly adapter: Adapter<P>;
  readonly policy: PolicyOptions;
  readonly store: WarmStore;
  readonly environment: Environment;
  readonly #entries = new Map<string, PrefixEntry>();
  readonly #inFlight = new Map<string, Promise<WarmReport>>();
  readonly #events = new Notifier<[ForewarmEvent]>();
  readonly #end = new AbortController();
  #sweepAt = SWEEP_FROM;

  constructor({ adapter, policy, store, environment = systemEnvironment, onEvent }: SpeculativeCacheOptions<P>) {
    if (typeof adapter?.ask !== 'function') {
      throw invalidOption('SpeculativeCache', 'adapter', adapter, 'an adapter with warm and ask');
    }
    this.adapter = adapter;
    this.policy = resolvePolicy(policy);
    this.environment = environment;
    this.store = store ?? memoryStore({ now: environment.now, marginMs: this.policy.marginMs });
    if (onEvent) this.#events.subscribe(onEvent);
  }

  /** Warms a prefix now, unless the policy speaks against it; joins a warm that is in flight. */
  warm(prefix: P, { trigger = 'manual' }: { trigger?: Trigger } = {}): Promise<WarmReport> {
    const entry = this.#entry(prefix);
    const now = this.environment.now();
    const decision = this.#decide(entry, trigger, now);
    if (decision.action === 'skip') {
      const { reason } = decision;
      if (entry.skip(reason)) this.emit({ type: 'warm-skipped', at: now, key: entry.key, trigger, reason });
      const { warmth } = entry.state;
      const retryAfterMs = retryAfter(entry.state, reason, now, this.policy);
      return Promise.resolve({ status: 'skipped', reason, retryAfterMs, warmth: reason === 'fresh' ? warmth : null });
    }
    const flight = this.#inFlight.get(entry.key);
    if (decision.action === 'join' && flight) {
      this.emit({ type: 'warm-joined', at: now, key: entry.key, trigger });
      return flight;
    }
    const started = this.#start(prefix, entry, trigger).finally(() => this.#inFlight.delete(entry.key));
    this.#inFlight.set(entry.key, started);
    return started;
  }

  /**
   * Notes that a person reaches for the input. Cheap enough for every keystroke: the first is acted on at once, further ones when typing pauses,
   * and none while the prefix is fresh or being warmed.
   */
  intend(prefix: P, trigger: Trigger): void {
    const entry = this.#entry(prefix);
    if (trigger === 'focus' || trigger === 'keystroke') entry.touchedAt ??= this.environment.monotonic();
    const now = this.environment.now();
    const sinceLast = now - entry.lastKeystroke;
    if (trigger !== 'keystroke' || sinceLast < 0 || sinceLast >= this.policy.debounceMs) {
      if (trigger === 'keystroke') entry.lastKeystroke = now;
      void this.warm(prefix, { trigger });
      return;
    }
    entry.lastKeystroke = now;
    entry.scheduled?.();
    entry.scheduled = this.environment.setTimeout(() => {
      entry.scheduled = null;
      void this.warm(prefix, { trigger });
    }, this.policy.debounceMs);
  }

  /** Asks a question: cancels a warm that is only scheduled, joins one that is in flight, then streams the answer. */
  ask(prefix: P, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent, void, undefined> {
    return this.follow(prefix, (call) => this.adapter.ask(prefix, turn, call), options);
  }

  /** The same for a question that something else asks, such as a chat of its own: `open` is called when it may start, and gives its stream. */
  follow(prefix: P, open: OpenAsk, options: CallOptions = {}): AsyncGenerator<AskEvent, void, undefined> {
    const entry = this.#entry(prefix);
    entry.scheduled?.();
    entry.scheduled = null;
    entry.touchedAt = null;
    return measuredAsk(this, entry, open, options);
  }

  /** What is to be seen of a prefix now. The same object until something changes. */
  status(prefix: P): WarmStatus {
    return this.#entries.get(prefixKey(prefix))?.status ?? COLD_STATUS;
  }

  /** What has gone before the next question, on the monotonic clock: the first touch of the input since the last one, and the latest warm. */
  lead(prefix: P): { readonly touchedAt: number | null; readonly warm: WarmSpan | null } {
    const entry = this.#entries.get(prefixKey(prefix));
    return { touchedAt: entry?.touchedAt ?? null, warm: entry?.lastWarm ?? null };
  }

  /** Calls back whenever the status of a prefix changes. */
  subscribe(prefix: P, listener: () => void): () => void {
    return this.#entry(prefix).subscribe(listener);
  }

  /** Calls back with everything that happens. */
  onEvent(listener: EventListener): () => void {
    return this.#events.subscribe(listener);
  }

  /** Cancels what is scheduled, ends warms in flight and forgets all; asks under way go on. */
  dispose(): void {
    this.#end.abort(new ForewarmError('timeout', 'The cache was disposed of.'));
    for (const entry of this.#entries.values()) entry.dispose();
    this.#entries.clear();
    this.#events.clear();
  }

  /** Tells listeners. For the parts of the cache itself. */
  emit(event: ForewarmEvent): void {
    this.#events.notify(event);
  }

  async #start(prefix: P, entry: PrefixEntry, trigger: Trigger): Promise<WarmReport> {
    const { key } = entry;
    const from = { startedAt: this.environment.now(), monotonic: this.environment.monotonic() };
    const refusal: { said: SkippedResult | null } = { said: null };
    entry.lastWarm = { startedAt: from.monotonic, endedAt: null };
    entry.settle({ type: 'warm-started' });

    const write = async (): Promise<Warmth | null> => {
      this.emit({ type: 'warm-started', at: from.startedAt, key, trigger });
      const { warmTimeoutMs } = this.policy;
      const timeout = (): Error =>
        new ForewarmError('timeout', `The warm had no answer after ${warmTimeoutMs} ms and was ended.`);
      const limit = watch(warmTimeoutMs, this.environment, timeout, this.#end.signal);
      try {
        const result = await orAborted(this.adapter.warm(prefix, { signal: limit.signal, trigger }), limit.signal);
        if (result.status === 'warmed') return this.#warmth(result, from, key, trigger);
        refusal.said = result;
        return null;
      } finally {
        limit.clear();
      }
    };

    try {
      const { warmth, wrote } = await this.store.write(key, write);
      if (warmth) {
        entry.settle({ type: 'warmed', warmth });
        return { status: 'warmed', warmth, wrote };
      }
      // Somebody else's write that came to nothing says why only there.
      const { reason, retryAfterMs = null } = refusal.said ?? {
        reason: 'back-off',
        retryAfterMs: this.policy.backOffMs,
      };
      entry.settle({ type: 'warm-skipped', reason, retryAfterMs });
      this.emit({ type: 'warm-skipped', at: this.environment.now(), key, trigger, reason });
      return { status: 'skipped', reason, retryAfterMs, warmth: null };
    } catch (thrown) {
      const error = toForewarmError(thrown);
      entry.settle({ type: 'warm-failed', retryAfterMs: error.retryAfterMs }, error);
      const durationMs = this.environment.monotonic() - from.monotonic;
      this.emit({ type: 'warm-failed', at: this.environment.now(), key, trigger, error, durationMs });
      return { status: 'failed', error };
    } finally {
      entry.lastWarm = { startedAt: from.monotonic, endedAt: this.environment.monotonic() };
    }
  }

  #warmth(result: WarmedResult, from: { startedAt: number; monotonic: number }, key: string, trigger: Trigger): Warmth {
    const at = this.environment.now();
    const durationMs = this.environment.monotonic() - from.monotonic;
    const { hash, method, usage, ttlMs, ageMs, wrote = true } = result;
    const startedAt = ageMs === undefined ? from.startedAt : at - ageMs;
    const expiresAt = startedAt + ttlMs;
    const outcome = cacheOutcome(usage);
    this.emit({ type: 'warmed', at, key, trigger, method, wrote, usage, outcome, durationMs, expiresAt });
    return { hash, startedAt, expiresAt, source: 'warm', asked: false, method, usage };
  }

  #decide({ state }: PrefixEntry, trigger: Trigger, now: number): Decision {
    if (this.#end.signal.aborted) return { action: 'skip', reason: 'disabled' };
    const cannot = this.adapter.abilities?.warm === false || typeof this.adapter.warm !== 'function';
    if (cannot) return { action: 'skip', reason: 'unsupported' };
    return decide(state, trigger, this.environment.conditions?.() ?? {}, now, this.policy);
  }

  #entry(prefix: P): PrefixEntry {
    const key = prefixKey(prefix);
    let entry = this.#entries.get(key);
    if (!entry) {
      if (this.#entries.size >= this.#sweepAt) this.#sweep();
      entry = new PrefixEntry(key, this.environment, this.policy);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #sweep(): void {
    const now = this.environment.now();
    for (const [key, entry] of this.#entries) if (entry.isIdle(now)) this.#entries.delete(key);
    // Twice what is left, so that many live prefixes don't make every new one look at them all.
    this.#sweepAt = Math.max(SWEEP_FROM, this.#entries.size * 2);
  }
}

/** Gives up on a promise when the signal does, also where the adapter pays the signal no heed. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
