import type { Environment } from '../base/environment.js';
import type { ForewarmError } from '../base/errors.js';
import { Notifier } from '../base/notifier.js';
import { COLD, type Outcome, isAsking, type PrefixState, settle } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import { COLD_STATUS, sameStatus, statusOf, type WarmStatus } from '../policy/status.js';
import type { Maybe } from './reach.js';
import type { ClientContext } from './context.js';
import type { Usage } from '../adapter/usage.js';
import { LOCK_MS } from './waiting.js';
import type { WarmReport } from './warmReport.js';
import { freshUntil, type Warmth } from '../policy/warmth.js';

/** What a question has read or written; it lives `ttlMs` from the question's start. */
interface ReadEntry {
  readonly hash: string;
  readonly startedAt: number;
  readonly ttlMs: number;
  readonly usage: Usage;
}

/** From when to when a warm ran, on the monotonic clock; it runs on where there is no end. */
export interface WarmSpan {
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** A warm under way in this process. */
export interface Flight {
  /** What it came to; null while it is under way. */
  report: WarmReport | null;
  /**
   * When whoever runs it last showed a sign of life, monotonic; always, where nobody shares it.
   */
  aliveAt: number;
}

/**
 * A warm that has shown no sign of life for so long is dead: a worker may end a request at any
 * moment. Milliseconds.
 */
const DEAD_MS = 2 * LOCK_MS;

/** Whether a warm of this process is under way, and alive. */
export function isUnderWay({ flight }: PrefixEntry, { monotonic }: Environment): boolean {
  return flight !== null && monotonic() - flight.aliveAt < DEAD_MS;
}

/** One prefix as the client sees it: its state, what is shown of it, and who looks. */
export class PrefixEntry {
  readonly key: string;
  state: PrefixState;
  status: WarmStatus = COLD_STATUS;
  /** Cancels the timer of the warm that waits for a pause in typing. */
  scheduled: (() => void) | null = null;
  /** When a keystroke was last acted on, wall clock. */
  lastKeystroke = -Infinity;
  /** Since when a person has been at the input for the next question, monotonic. */
  touchedAt: number | null = null;
  /** The latest warm made from here, monotonic. */
  lastWarm: WarmSpan | null = null;
  /** The warm under way in this process. */
  flight: Flight | null = null;
  /** Told when a warm of this process ends. */
  readonly flightEnded = new Notifier<[]>();
  #reason: SkipReason | null = null;
  #error: ForewarmError | null = null;
  #clearExpiry: (() => void) | null = null;
  readonly #listeners = new Notifier<[]>();
  readonly #context: ClientContext;
  #leaveStore: (() => void) | null = null;

  constructor(key: string, context: ClientContext, known: Partial<PrefixState>) {
    this.key = key;
    this.state = { ...COLD, ...known };
    this.#context = context;
  }

  settle(outcome: Outcome, error: ForewarmError | null = null): void {
    void this.note(outcome);
    this.#error = error;
    this.#reason = outcome.type === 'warm-skipped' ? outcome.reason : null;
    this.refresh();
  }

  /**
   * Notes what changes nothing that is to be seen, such as a sign that a person has shown. Resolves
   * once it is known what others have learned of such signs.
   */
  note(outcome: Outcome): Maybe<unknown> {
    this.state = settle(this.state, outcome, this.#context.environment.now(), this.#context.policy);
    return this.#context.sharing?.learn(this, outcome);
  }

  /**
   * Notes the entry a question has read or written, which lives on from the start of that question.
   */
  keepRead({ hash, startedAt, ttlMs, usage }: ReadEntry): void {
    const expiresAt = startedAt + ttlMs;
    const warmth: Warmth = { hash, startedAt, expiresAt, source: 'ask', asked: true, method: null, usage };
    this.settle({ type: 'read', warmth });
    void this.#context.sharing?.keep(this.key, warmth);
  }

  /** Notes why a trigger did not warm; true where that is news. */
  skip(reason: SkipReason): boolean {
    const news = this.#reason !== reason;
    this.#reason = reason;
    if (news) this.refresh();
    return news;
  }

  /** Looks at the clock again and tells listeners where what is shown has changed. */
  refresh(): void {
    const { marginMs } = this.#context.policy;
    const next = statusOf(this.state, this.#reason, this.#error, this.#context.environment.now(), marginMs);
    this.#watchExpiry();
    if (sameStatus(next, this.status)) return;
    this.status = next;
    this.#listeners.notify();
  }

  subscribe(listener: () => void): () => void {
    const leave = this.#listeners.subscribe(listener);
    // What others make of it is of interest while somebody looks.
    this.#leaveStore ??= this.#context.sharing?.watch(this) ?? null;
    this.#watchExpiry();
    return () => {
      leave();
      if (this.#listeners.size === 0) this.#stopWatching();
      this.#watchExpiry();
    };
  }

  /** Whether nothing would be lost by forgetting this prefix. */
  isIdle(now: number): boolean {
    const { warmth, retryAt } = this.state;
    const ended = warmth === null || warmth.expiresAt + this.#context.policy.wastedRestMs <= now;
    return (
      ended &&
      !isUnderWay(this, this.#context.environment) &&
      !isAsking(this.state, now, this.#context.policy) &&
      retryAt <= now &&
      !this.scheduled &&
      this.#listeners.size === 0
    );
  }

  /** Cancels the warm that waits for a pause in typing. */
  unschedule(): void {
    this.scheduled?.();
    this.scheduled = null;
  }

  dispose(): void {
    this.unschedule();
    this.#clearExpiry?.();
    this.#clearExpiry = null;
    this.#listeners.clear();
    this.#stopWatching();
  }

  #stopWatching(): void {
    this.#leaveStore?.();
    this.#leaveStore = null;
  }

  /** A timer for what is shown, and only while somebody looks: no warm hangs on it. */
  #watchExpiry(): void {
    this.#clearExpiry?.();
    this.#clearExpiry = null;
    const { warmth } = this.state;
    if (this.#listeners.size === 0 || warmth === null) return;
    const left = freshUntil(warmth, this.#context.policy.marginMs) - this.#context.environment.now();
    if (left <= 0) return;
    this.#clearExpiry = this.#context.environment.setTimeout(() => this.refresh(), left);
  }
}
