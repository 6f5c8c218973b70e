import type { Environment } from '../base/environment.js';
import { ForewarmError } from '../base/errors.js';
import { within } from '../base/wait.js';
import type { Stored, StoreLock, StoreValue, WarmStore } from './store.js';

/** How long a store may take to answer, in milliseconds. */
const ANSWER_MS = 500;
/**
 * How long a question waits to hear whether somebody warms, in milliseconds: longer costs more than
 * a join saves.
 */
const ASK_MS = 250;
/** How long a store that failed is left alone, in milliseconds. */
const SHUT_MS = 1_000;
/**
 * A store counts as back once it has answered and not failed for so long, in milliseconds: one
 * outage is told once.
 */
const QUIET_MS = 5_000;

/** A value, at once or later. */
export type Maybe<T> = T | Promise<T>;

/**
 * Goes on with a value once it is there: in this very moment where it is, so that a warm starts
 * with the event that wants it.
 */
export function whenKnown<T, U>(value: Maybe<T>, next: (value: T) => Maybe<U>): Maybe<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The lock of a process whose store is out of reach: it goes by itself. */
const ALONE: StoreLock = { renew: () => null, release: () => null };

/**
 * A store that never throws and is never late: where it is out of reach this process goes by
 * itself. Answers at once where the store does.
 */
export class Reach {
  readonly #store: WarmStore;
  readonly #environment: Environment;
  readonly #tell: (degraded: ForewarmError | null) => void;
  #degraded = false;
  #failedAt = -Infinity;

  /** `tell` is called when the store goes out of reach, and with null when it is back. */
  constructor(store: WarmStore, environment: Environment, tell: (degraded: ForewarmError | null) => void) {
    this.#store = store;
    this.#environment = environment;
    this.#tell = tell;
  }

  get(key: string): Maybe<Stored | null> {
    return this.#call(() => this.#store.get(key), null);
  }

  set(key: string, value: StoreValue, lifeMs: number): Maybe<unknown> {
    // Rounded down, so that nothing lives longer in a store than it says.
    const life = Math.floor(lifeMs);
    return life > 0 ? this.#call(() => this.#store.set(key, value, life), null) : null;
  }

  lock(key: string, ms: number): Maybe<StoreLock | null> {
    let isAlone = false;
    const take = (): Maybe<StoreLock | null> => {
      const lock = this.#store.lock(key, ms);
      // One that is taken after its taker has given up would be nobody's for as long as it holds.
      if (lock instanceof Promise) lock.then((late) => (isAlone ? late?.release() : null)).catch(() => null);
      return lock;
    };
    const turn = this.#call(take, ALONE);
    if (turn instanceof Promise) void turn.then((lock) => (isAlone = lock === ALONE));
    return turn;
  }

  renew(lock: StoreLock, ms: number): Maybe<unknown> {
    return lock === ALONE ? null : this.#call(() => lock.renew(ms), null);
  }

  release(lock: StoreLock): Maybe<unknown> {
    return lock === ALONE ? null : this.#call(() => lock.release(), null);
  }

  isLocked(key: string): Maybe<boolean> {
    return this.#call(() => this.#store.isLocked(key), false, ASK_MS);
  }

  subscribe(key: string, listener: () => void): () => void {
    try {
      return this.#store.subscribe(key, listener);
    } catch (cause) {
      // Being told only saves time: whoever waits looks again.
      return this.#failed(cause, () => {});
    }
  }

  #call<T>(call: () => Maybe<T>, otherwise: T, ms = ANSWER_MS): Maybe<T> {
    const begun = this.#environment.monotonic();
    if (begun - this.#failedAt < SHUT_MS) return otherwise;
    try {
      const answer = call();
      if (answer instanceof Promise) return this.#bounded(answer, otherwise, ms, begun);
      this.#answered(begun);
      return answer;
    } catch (cause) {
      return this.#failed(cause, otherwise);
    }
  }

  async #bounded<T>(answer: Promise<T>, otherwise: T, ms: number, begun: number): Promise<T> {
    const known = answer.then((value) => ({ value }));
    try {
      // One turn more: where this process was busy, the answer is there and was not read yet.
      const inTime = (await within(known, ms, this.#environment)) ?? (await within(known, 0, this.#environment));
      if (!inTime) throw new Error(`no answer for ${ms} ms`);
      this.#answered(begun);
      return inTime.value;
    } catch (cause) {
      return this.#failed(cause, otherwise);
    }
  }

  #answered(begun: number): void {
    if (!this.#degraded || begun - this.#failedAt < QUIET_MS) return;
    this.#degraded = false;
    this.#tell(null);
  }

  #failed<T>(cause: unknown, otherwise: T): T {
    this.#failedAt = this.#environment.monotonic();
    if (!this.#degraded) {
      this.#degraded = true;
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `The store can't be reached (${why}); each process warms by itself until it can.`;
      this.#tell(new ForewarmError('unreachable', message, { cause }));
    }
    return otherwise;
  }
}
