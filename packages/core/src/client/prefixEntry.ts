import type { Environment } from '../base/environment.js';
import { ForewarmError } from '../base/errors.js';
import { Notifier } from '../base/notifier.js';
import { COLD, type Outcome, isAsking, type PrefixState, settle } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import { COLD_STATUS, sameStatus, statusOf, type WarmStatus } from '../policy/status.js';
import type { Maybe } from '../base/maybe.js';
import type { ClientContext } from './context.js';
import type { Happening } from './events.js';
import { LOCK_MS } from './waiting.js';
import type { WarmReport } from '../policy/warmReport.js';
import { freshUntil, type Warmth } from '../policy/warmth.js';

/** Monotonic; `endedAt` is null while it runs. */
export interface WarmSpan {
  readonly startedAt: number;
  endedAt: number | null;
}

export interface Flight extends WarmSpan {
  report: WarmReport | null;
  /** Its own: in a worker, requests can't share a signal. */
  readonly end: AbortController;
  /** The runner's latest sign of life, monotonic; infinite if unshared. */
  aliveAt: number;
}

/** Without a sign of life a warm is dead: a worker may end a request at any moment. */
const DEAD_MS = 2 * LOCK_MS;

export function isUnderWay({ flight }: PrefixEntry, { monotonic }: Environment): boolean {
  return flight !== null && flight.report === null && monotonic() - flight.aliveAt < DEAD_MS;
}

export class PrefixEntry {
  readonly key: string;
  state: PrefixState;
  status: WarmStatus = COLD_STATUS;
  scheduled: (() => void) | null = null;
  /** When a keystroke last warmed, wall clock. */
  lastKeystroke = -Infinity;
  /** Since when a person has been at the input, monotonic. */
  touchedAt: number | null = null;
  /** This process's latest warm. */
  flight: Flight | null = null;
  readonly flightEnded = new Notifier<[]>();
  #clearExpiry = (): void => {};
  readonly #listeners = new Notifier<[]>();
  readonly #context: ClientContext;
  #leaveStore: (() => void) | null = null;

  constructor(key: string, context: ClientContext, known: Partial<PrefixState>) {
    this.key = key;
    this.state = { ...COLD, ...known };
    this.#context = context;
  }

  settle(outcome: Outcome): void {
    void this.note(outcome);
    this.refresh();
  }

  tell(happening: Happening): void {
    const { environment, emit } = this.#context;
    emit({ at: environment.now(), key: this.key, ...happening });
  }

  /** For outcomes that change no status; resolves when others' signs are known. */
  note(outcome: Outcome): Maybe<unknown> {
    this.state = settle(this.state, outcome, this.#context.environment.now(), this.#context.policy);
    return this.#context.sharing?.learn(this, outcome);
  }

  keepRead(warmth: Warmth): void {
    this.settle({ type: 'read', warmth });
    void this.#context.sharing?.keep(this.key, warmth);
  }

  /** True if the reason is new. */
  skip(reason: SkipReason): boolean {
    if (this.state.reason === reason) return false;
    this.settle({ type: 'passed-over', reason });
    return true;
  }

  refresh(): void {
    const { policy, environment } = this.#context;
    const next = statusOf(this.state, environment.now(), policy.marginMs);
    this.#watch();
    if (sameStatus(next, this.status)) return;
    this.status = next;
    this.#listeners.notify();
  }

  subscribe(listener: () => void): () => void {
    const leave = this.#listeners.subscribe(listener);
    this.#watch();
    return () => {
      leave();
      this.#watch();
    };
  }

  isIdle(): boolean {
    const { environment, policy } = this.#context;
    const { warmth, retryAt } = this.state;
    const now = environment.now();
    const ended = warmth === null || warmth.expiresAt + policy.wastedRestMs <= now;
    return (
      ended &&
      !isUnderWay(this, environment) &&
      !isAsking(this.state, now, policy) &&
      retryAt <= now &&
      !this.scheduled &&
      this.#listeners.size === 0
    );
  }

  unschedule(): void {
    this.scheduled?.();
    this.scheduled = null;
  }

  dispose(): void {
    this.unschedule();
    // Nothing failed, and others may warm.
    this.flight?.end.abort(new ForewarmError('timeout', 'The client was disposed of.'));
    this.#listeners.clear();
    this.#watch();
  }

  /** Follows store and expiry while somebody looks. */
  #watch(): void {
    const { policy, environment, sharing } = this.#context;
    const { warmth } = this.state;
    this.#clearExpiry();
    if (this.#listeners.size === 0) {
      this.#leaveStore?.();
      this.#leaveStore = null;
      return;
    }
    this.#leaveStore ??= sharing?.watch(this) ?? null;
    const left = warmth ? freshUntil(warmth, policy.marginMs) - environment.now() : 0;
    if (left > 0) this.#clearExpiry = environment.setTimeout(() => this.refresh(), left);
  }
}
