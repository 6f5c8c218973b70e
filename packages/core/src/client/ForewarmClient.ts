import type { Adapter, AskEvent, CallOptions, Turn } from '../adapter/adapter.js';
import { measuredAsk, type OpenAsk } from './ask.js';
import { type Answered, noteAsked } from './asked.js';
import type { OverBudget } from '../policy/budget.js';
import { type Environment, systemEnvironment } from '../base/environment.js';
import { DisposedError, invalidOption } from '../base/errors.js';
import { NO_LATENCIES } from '../adapter/estimate.js';
import type { ClientContext } from './context.js';
import type { EventListener, ForewarmEvent } from './events.js';
import type {
  SpeculationHost,
  SpeculationOptions,
  SpeculationReport,
  Speculations,
  Speculator,
} from './speculations.js';
import { Notifier } from '../base/notifier.js';
import { knownOf } from '../policy/known.js';
import { isPrefix } from '../prefix/madePrefix.js';
import { decide, type Decision, retryAfter } from '../policy/policy.js';
import { DEFAULT_POLICY, type Policy } from '../policy/policyOptions.js';
import { PrefixEntries } from './prefixEntries.js';
import { type Flight, isUnderWay, type PrefixEntry, type WarmSpan } from './prefixEntry.js';
import type { Prefix } from '../prefix/prefix.js';
import { prefixKey, type PrefixRef } from '../prefix/prefixRef.js';
import { sameBase } from '../prefix/thread.js';
import { COLD_STATUS, type WarmStatus } from '../policy/status.js';
import type { SharedStore } from './sharing.js';
import type { Trigger } from '../policy/trigger.js';
import { Ear, LOCK_MS } from './waiting.js';
import { runWarm } from './warm.js';
import type { WarmReport } from './warmReport.js';

export interface ForewarmClientOptions<P extends Prefix | PrefixRef> {
  adapter: Adapter<P>;
  /** When to warm: made by `definePolicy`. Default: its defaults. */
  policy?: Policy | undefined;
  /** Where warmth is shared with others. Default: this client keeps it to itself. */
  store?: SharedStore | undefined;
  /** Default: the platform's clocks and timers. */
  environment?: Environment | undefined;
  onEvent?: EventListener | undefined;
  /**
   * Begins answers before their questions are sent: `speculativeAnswers()` of
   * `@forewarm/core/speculation`. Default: none are begun.
   */
  speculation?: Speculator | undefined;
}

/** How long a mouse must rest on an input before `hover` counts, in milliseconds. */
const HOVER_MS = 65;

/**
 * Warms prefixes ahead of questions and joins the two: the one stateful part, around `decide` and
 * `settle`.
 */
export class ForewarmClient<P extends Prefix | PrefixRef> {
  readonly adapter: Adapter<P>;
  readonly policy: Policy;
  /** Null where warmth is shared with nobody. */
  readonly store: SharedStore | null;
  readonly environment: Environment;
  /**
   * Answers begun before their questions are sent; null where the client was not given
   * `speculation`.
   */
  readonly speculations: Speculations<P> | null;
  readonly #entries: PrefixEntries;
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
      ends: new Set(),
      emit,
      latencies: NO_LATENCIES,
    };
    this.#entries = new PrefixEntries(this.#context);
    const look: SpeculationHost<P>['look'] = (prefix) => {
      const entry = this.#entry(prefix);
      const decision = this.#decide(entry, 'manual', this.#overBudget(entry), environment.now());
      return { state: entry.state, decision, latencies: this.#context.latencies };
    };
    this.speculations = speculation?.<P>({ client: this, look }) ?? null;
  }

  /** Warms a prefix now, unless the policy speaks against it; joins a warm that is in flight. */
  async warm(prefix: P, { trigger = 'manual' }: { trigger?: Trigger } = {}): Promise<WarmReport> {
    const entry = this.#entry(prefix);
    if (this.policy.signs) await entry.note({ type: 'sign-seen', trigger });
    const now = this.environment.now();
    const over = this.#overBudget(entry);
    const decision = this.#decide(entry, trigger, over, now);
    if (decision.action === 'skip') {
      const { reason } = decision;
      if (entry.skip(reason)) this.emit({ type: 'warm-skipped', at: now, key: entry.key, trigger, reason });
      const { warmth } = entry.state;
      const retryAfterMs = retryAfter(entry.state, reason, over, now, this.policy);
      return { status: 'skipped', reason, retryAfterMs, warmth: reason === 'fresh' ? warmth : null };
    }
    if (decision.action === 'join') {
      this.emit({ type: 'warm-joined', at: now, key: entry.key, trigger });
      return this.#join(entry, prefix, trigger);
    }
    return this.#run(entry, prefix, trigger);
  }

  /**
   * Notes that a person reaches for the input. Cheap enough for every keystroke: the first is acted
   * on at once, further ones when typing pauses, and none while the prefix is fresh or being
   * warmed.
   */
  intend(prefix: P, trigger: Trigger): void {
    const entry = this.#entry(prefix);
    if (trigger === 'focus' || trigger === 'keystroke') entry.touchedAt ??= this.environment.monotonic();
    if (trigger === 'hover') return this.#schedule(prefix, entry, trigger, HOVER_MS);
    const now = this.environment.now();
    const sinceLast = now - entry.lastKeystroke;
    if (trigger !== 'keystroke' || sinceLast < 0 || sinceLast >= this.policy.debounceMs) {
      if (trigger === 'keystroke') entry.lastKeystroke = now;
      void this.warm(prefix, { trigger });
      return;
    }
    entry.lastKeystroke = now;
    this.#schedule(prefix, entry, trigger, this.policy.debounceMs);
  }

  /** Takes back an intention that has not been acted on yet, such as a hover that has passed. */
  cancel(prefix: P): void {
    this.#entries.peek(prefixKey(prefix))?.unschedule();
  }

  /**
   * Begins the answer to a question that may be about to be sent, where the prefix is warm or is
   * being warmed. `ask` of exactly this question then gives that answer; any other question
   * discards it. Throws `invalid-option` where the client was not given `speculation`.
   */
  speculate(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport {
    if (this.speculations) return this.speculations.begin(prefix, turn, options);
    throw invalidOption('ForewarmClient', 'speculation', undefined, 'speculativeAnswers() for speculate to work');
  }

  /**
   * Asks a question: cancels a warm that is only scheduled, joins one that is in flight, then
   * streams the answer.
   */
  ask(prefix: P, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent, void, undefined> {
    const open: OpenAsk = (call) => this.adapter.ask(prefix, turn, call);
    const begun = this.speculations?.take(prefix, turn);
    // Begun on a warm prefix, it has no warm to wait for.
    return begun
      ? this.follow(prefix, begun(open), { ...options, waitedMs: Infinity })
      : this.follow(prefix, open, options);
  }

  /**
   * The same for a question that something else asks, such as a chat of its own: `open` is called
   * when it may start, and gives its stream.
   */
  follow(prefix: P, open: OpenAsk, options: CallOptions = {}): AsyncGenerator<AskEvent, void, undefined> {
    const entry = this.#asking(prefix);
    return measuredAsk(this.#context, entry, open, options);
  }

  /**
   * Notes a question that is asked by other means, such as a form with a route of its own: cancels
   * a warm that is only scheduled, and warms that went before are not wasted. Call what it returns
   * once the answer has come, with its usage where you know it: the measures then count it.
   */
  asked(prefix: P): Answered {
    return noteAsked(this.#context, this.#asking(prefix), isPrefix(prefix) ? prefix.hash : undefined);
  }

  /**
   * Notes that questions go to another prefix from now on, so that its status says why it is not
   * warm; one that has only grown by turns is no other.
   */
  switched(from: P, to: P): void {
    const { status } = this.status(from);
    const wasWarm = status === 'fresh' || status === 'warming';
    if (wasWarm && this.status(to) === COLD_STATUS && !sameBase(from, to)) this.#entry(to).skip('switched');
  }

  /** What is to be seen of a prefix now. The same object until something changes. */
  status(prefix: P): WarmStatus {
    return this.#entries.peek(prefixKey(prefix))?.status ?? COLD_STATUS;
  }

  /**
   * What has gone before the next question, on the monotonic clock: the first touch of the input
   * since the last one, and the latest warm.
   */
  lead(prefix: P): { readonly touchedAt: number | null; readonly warm: WarmSpan | null } {
    const entry = this.#entries.peek(prefixKey(prefix));
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
    this.#isOver = true;
    this.speculations?.drop('left');
    for (const end of this.#context.ends) end.abort(new DisposedError());
    this.#entries.dispose();
    this.#events.clear();
  }

  /** Tells listeners. For the parts of the client itself. */
  emit(event: ForewarmEvent): void {
    this.#events.notify(event);
  }

  /** The entry of a question that is asked now: what only waited for it is over. */
  #asking(prefix: P): PrefixEntry {
    this.speculations?.drop('asked');
    const entry = this.#entry(prefix);
    entry.unschedule();
    entry.touchedAt = null;
    return entry;
  }

  async #run(entry: PrefixEntry, prefix: P, trigger: Trigger): Promise<WarmReport> {
    const flight: Flight = { report: null, aliveAt: this.#context.sharing ? this.environment.monotonic() : Infinity };
    entry.flight = flight;
    flight.report = await runWarm(this.#context, entry, flight, this.adapter, prefix, trigger);
    if (entry.flight === flight) entry.flight = null;
    entry.flightEnded.notify();
    return flight.report;
  }

  /** What the warm under way comes to; where whoever runs it is gone, a warm in its place. */
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

  #decide(entry: PrefixEntry, trigger: Trigger, over: OverBudget | null, now: number): Decision {
    if (this.#isOver) return { action: 'skip', reason: 'disabled' };
    // A flight without a sign of life is none: another warm in its place costs what any does.
    const state = isUnderWay(entry, this.environment) ? entry.state : { ...entry.state, warmingSince: null };
    return decide(state, trigger, this.environment.conditions?.() ?? {}, over, now, this.policy);
  }

  #overBudget({ state }: PrefixEntry): OverBudget | null {
    return this.#context.spending?.over(state.mostTokens, this.environment.monotonic()) ?? null;
  }

  #entry(prefix: P): PrefixEntry {
    return this.#entries.get(prefixKey(prefix), () => knownOf(this.adapter, prefix));
  }
}
