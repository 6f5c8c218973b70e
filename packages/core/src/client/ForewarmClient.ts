import type { Adapter, AskEvent, CallOptions } from '../adapter/adapter.js';
import { measuredAsk, type OpenAsk } from './ask.js';
import { type Answered, noteAsked } from './asked.js';
import type { OverBudget } from '../policy/budget.js';
import { type Environment, systemEnvironment } from '../base/environment.js';
import { invalidOption } from '../base/errors.js';
import { NO_LATENCIES } from '../adapter/estimate.js';
import type { ClientContext } from './context.js';
import type { EventListener, ForewarmEvent } from './events.js';
import type {
  SentTurn,
  SpeculationHost,
  SpeculationOptions,
  SpeculationReport,
  Speculations,
  Speculator,
} from './speculations.js';
import { Notifier } from '../base/notifier.js';
import type { Turn } from '../base/turn.js';
import { knownOf } from '../policy/known.js';
import { isPrefix } from '../prefix/madePrefix.js';
import { decide, type Decision, retryAfter } from '../policy/policy.js';
import { DEFAULT_POLICY, type Policy } from '../policy/policyOptions.js';
import { SweptMap } from '../base/SweptMap.js';
import { type Flight, isUnderWay, PrefixEntry, type WarmSpan } from './prefixEntry.js';
import type { Prefix } from '../prefix/prefix.js';
import { prefixKey, type PrefixRef } from '../prefix/prefixRef.js';
import { sameBase } from '../prefix/thread.js';
import { COLD_STATUS, type WarmStatus } from '../policy/status.js';
import type { Maybe } from '../base/maybe.js';
import type { SharedStore } from './sharing.js';
import type { Trigger } from '../policy/trigger.js';
import { Ear, LOCK_MS } from './waiting.js';
import { runWarm } from './warm.js';
import type { WarmReport } from '../policy/warmReport.js';

export interface ForewarmClientOptions<P extends Prefix | PrefixRef> {
  adapter: Adapter<P>;
  /** Default: `definePolicy()`. */
  policy?: Policy | undefined;
  /** Default: shares with nobody. */
  store?: SharedStore | undefined;
  /** Default: the platform's clocks and timers. */
  environment?: Environment | undefined;
  onEvent?: EventListener | undefined;
  /** Such as `speculativeAnswers()`. Default: off. */
  speculation?: Speculator | undefined;
}

/** How long a mouse must rest to count as `hover`. */
const HOVER_MS = 65;

/** Warms prefixes before questions and lets questions join. Acts; `decide` and `settle` decide. */
export class ForewarmClient<P extends Prefix | PrefixRef> {
  /** Replace it at any time with another of the same backend. */
  adapter: Adapter<P>;
  readonly policy: Policy;
  readonly store: SharedStore | null;
  readonly environment: Environment;
  /** Null without `speculation`. */
  readonly speculations: Speculations<P> | null;
  readonly #entries = new SweptMap<PrefixEntry>((entry) => entry.isIdle());
  readonly #events = new Notifier<[ForewarmEvent]>();
  #isOver = false;
  readonly #context: ClientContext;

  constructor(options: ForewarmClientOptions<P>) {
    const { adapter, policy = DEFAULT_POLICY, store, environment = systemEnvironment, onEvent, speculation } = options;
    if (typeof adapter?.ask !== 'function') {
      throw invalidOption('ForewarmClient', 'adapter', adapter, 'an adapter with warm and ask');
    }
    if (typeof policy.heldOut !== 'function') {
      throw invalidOption('ForewarmClient', 'policy', policy, 'made by definePolicy');
    }
    if (store && typeof store.share !== 'function') {
      throw invalidOption('ForewarmClient', 'store', store, 'a store of the kit, or made by sharedStore');
    }
    this.adapter = adapter;
    this.policy = policy;
    this.environment = environment;
    this.store = store ?? null;
    if (onEvent) this.#events.subscribe(onEvent);
    const emit = (event: ForewarmEvent): void => this.#events.notify(event);
    this.#context = {
      policy,
      sharing: store?.share({ policy, environment, emit }) ?? null,
      spending: policy.spending?.() ?? null,
      environment,
      emit,
      latencies: NO_LATENCIES,
    };
    const look: SpeculationHost<P>['look'] = (prefix) => {
      const entry = this.#entry(prefix);
      const decision = this.#decide(entry, 'manual', environment.now());
      return { state: entry.state, decision, latencies: this.#context.latencies };
    };
    this.speculations = speculation?.<P>({ client: this, look }) ?? null;
  }

  /** Warms if the policy allows it, or joins a warm in flight. */
  async warm(prefix: P, { trigger = 'manual' }: { trigger?: Trigger } = {}): Promise<WarmReport> {
    const entry = this.#entry(prefix);
    return (await this.#act(entry, prefix, trigger)) ?? this.#join(entry, prefix, trigger);
  }

  /**
   * Reports that a person reaches for the input. The first keystroke counts at once, others at a
   * pause.
   */
  intend(prefix: P, trigger: Trigger): void {
    const entry = this.#entry(prefix);
    if (trigger === 'focus' || trigger === 'keystroke') entry.touchedAt ??= this.environment.monotonic();
    if (trigger === 'hover') return this.#schedule(prefix, entry, trigger, HOVER_MS);
    const now = this.environment.now();
    const sinceLast = now - entry.lastKeystroke;
    if (trigger !== 'keystroke' || sinceLast < 0 || sinceLast >= this.policy.debounceMs) {
      // Nobody awaits the result, so don't wait for a warm in flight.
      void this.#act(entry, prefix, trigger);
    } else {
      this.#schedule(prefix, entry, trigger, this.policy.debounceMs);
    }
    if (trigger === 'keystroke') entry.lastKeystroke = now;
  }

  cancel(prefix: P): void {
    this.#peek(prefix)?.unschedule();
  }

  /**
   * Begins an answer if the prefix is warm or warming; only `ask` with the same question uses it.
   * Throws `invalid-option` without `speculation`.
   */
  speculate(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport {
    if (this.speculations) return this.speculations.begin(prefix, turn, options);
    throw invalidOption('ForewarmClient', 'speculation', undefined, 'speculativeAnswers() for speculate to work');
  }

  /** Joins a warm in flight, then streams the answer. */
  ask(prefix: P, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent, void, undefined> {
    return this.follow(prefix, (call) => this.adapter.ask(prefix, turn, call), options, { turn });
  }

  /**
   * Like `ask`, for a question that something else asks. Calls `open` when it may start, unless the
   * answer to `sent` was begun before.
   */
  follow(
    prefix: P,
    open: OpenAsk,
    options: CallOptions = {},
    sent?: SentTurn,
  ): AsyncGenerator<AskEvent, void, undefined> {
    const begun = sent && this.speculations?.take(prefix, sent, options.signal);
    const entry = this.#asking(prefix);
    // The prefix was warm when it was begun.
    const call = begun ? { ...options, waitedMs: Infinity } : options;
    return measuredAsk(this.#context, entry, begun?.(open) ?? open, call);
  }

  /**
   * Reports a question asked by other means, such as a form's own route. Call the result when the
   * answer is complete.
   */
  asked(prefix: P): Answered {
    return noteAsked(this.#context, this.#asking(prefix), isPrefix(prefix) ? prefix.hash : undefined);
  }

  /**
   * Reports that questions now use another prefix, so that its status says why it isn't warm. Added
   * turns don't count.
   */
  switched(from: P, to: P): void {
    const { status } = this.status(from);
    const wasWarm = status === 'fresh' || status === 'warming';
    if (wasWarm && this.status(to) === COLD_STATUS && !sameBase(from, to)) this.#entry(to).skip('switched');
  }

  /** The same object until something changes. */
  status(prefix: P): WarmStatus {
    return this.#peek(prefix)?.status ?? COLD_STATUS;
  }

  /** The first touch of the input since the last question, and the latest warm; monotonic. */
  lead(prefix: P): { readonly touchedAt: number | null; readonly warm: WarmSpan | null } {
    const entry = this.#peek(prefix);
    return { touchedAt: entry?.touchedAt ?? null, warm: entry?.flight ?? null };
  }

  subscribe(prefix: P, listener: () => void): () => void {
    return this.#entry(prefix).subscribe(listener);
  }

  onEvent(listener: EventListener): () => void {
    return this.#events.subscribe(listener);
  }

  /** Ends warms and forgets everything; asks continue. */
  dispose(): void {
    this.#isOver = true;
    this.speculations?.drop('left');
    for (const entry of this.#entries.values()) entry.dispose();
    this.#entries.clear();
    this.#events.clear();
  }

  emit(event: ForewarmEvent): void {
    this.#events.notify(event);
  }

  /** Cancels what only waited for the question. */
  #asking(prefix: P): PrefixEntry {
    this.speculations?.drop('asked');
    const entry = this.#entry(prefix);
    entry.unschedule();
    entry.touchedAt = null;
    return entry;
  }

  /** Null if a warm is in flight. */
  #act(entry: PrefixEntry, prefix: P, trigger: Trigger): Maybe<WarmReport | null> {
    const noted = this.policy.signs && entry.note({ type: 'sign-seen', trigger });
    if (noted instanceof Promise) return noted.then(() => this.#decideAndWarm(entry, prefix, trigger));
    return this.#decideAndWarm(entry, prefix, trigger);
  }

  #decideAndWarm(entry: PrefixEntry, prefix: P, trigger: Trigger): Maybe<WarmReport | null> {
    const now = this.environment.now();
    const decision = this.#decide(entry, trigger, now);
    if (decision.action === 'skip') {
      const { reason } = decision;
      if (entry.skip(reason)) entry.tell({ type: 'warm-skipped', trigger, reason });
      const isFresh = reason === 'fresh';
      const over = isFresh ? null : this.#overBudget(entry);
      const retryAfterMs = retryAfter(entry.state, reason, over, now, this.policy);
      return { status: 'skipped', reason, retryAfterMs, warmth: isFresh ? entry.state.warmth : null };
    }
    if (decision.action === 'join') {
      entry.tell({ type: 'warm-joined', trigger });
      return null;
    }
    return this.#run(entry, prefix, trigger);
  }

  async #run(entry: PrefixEntry, prefix: P, trigger: Trigger): Promise<WarmReport> {
    const startedAt = this.environment.monotonic();
    const aliveAt = this.#context.sharing ? startedAt : Infinity;
    const flight: Flight = { startedAt, endedAt: null, report: null, aliveAt, end: new AbortController() };
    entry.flight = flight;
    flight.report = await runWarm(this.#context, entry, flight, this.adapter, prefix, trigger);
    entry.flightEnded.notify();
    return flight.report;
  }

  /** Joins the warm in flight; warms itself if that one's runner is dead. */
  async #join(entry: PrefixEntry, prefix: P, trigger: Trigger): Promise<WarmReport> {
    const { flight } = entry;
    const ear = new Ear();
    const leave = entry.flightEnded.subscribe(ear.hear);
    while (entry.flight === flight && isUnderWay(entry, this.environment)) await ear.next(LOCK_MS, this.environment);
    leave();
    return flight?.report ?? this.warm(prefix, { trigger });
  }

  #schedule(prefix: P, entry: PrefixEntry, trigger: Trigger, ms: number): void {
    entry.unschedule();
    entry.scheduled = this.environment.setTimeout(() => {
      entry.scheduled = null;
      void this.warm(prefix, { trigger });
    }, ms);
  }

  #decide(entry: PrefixEntry, trigger: Trigger, now: number): Decision {
    if (this.#isOver) return { action: 'skip', reason: 'disabled' };
    // A dead warm doesn't count.
    const state = isUnderWay(entry, this.environment) ? entry.state : { ...entry.state, warmingSince: null };
    const given = (over: OverBudget | null): Decision =>
      decide(state, trigger, this.environment.conditions?.() ?? {}, over, now, this.policy);
    const decision = given(null);
    // The budget costs more than the rest, for every keystroke.
    return decision.action === 'warm' ? given(this.#overBudget(entry)) : decision;
  }

  #overBudget({ state }: PrefixEntry): OverBudget | null {
    return this.#context.spending?.over(state.mostTokens, this.environment.monotonic()) ?? null;
  }

  #entry(prefix: P): PrefixEntry {
    let entry = this.#peek(prefix);
    if (!entry) {
      entry = new PrefixEntry(prefixKey(prefix), this.#context, knownOf(this.adapter, prefix));
      this.#entries.set(entry.key, entry);
    }
    return entry;
  }

  #peek(prefix: P): PrefixEntry | undefined {
    return this.#entries.get(prefixKey(prefix));
  }
}
