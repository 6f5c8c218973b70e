import type { Environment } from '../base/environment.js';
import { ForewarmError } from '../base/errors.js';
import type { Maybe } from '../base/maybe.js';
import { within } from '../base/wait.js';
import type { Stored, StoreLock, StoreValue, WarmStore } from './store.js';

/** The longest wait for a store. */
const ANSWER_MS = 500;
/** The longest wait to hear if somebody warms: more costs more than joining saves. */
const ASK_MS = 250;
/** How long a failed store isn't called. */
const SHUT_MS = 1_000;
/** A store is back after so long without a failure: one event per outage. */
const QUIET_MS = 5_000;

const ALONE: StoreLock = { renew: () => null, release: () => null };

/** A store that never throws and is never late: out of reach, the process works alone. */
export class Reach {
  readonly #store: WarmStore;
  readonly #environment: Environment;
  readonly #tell: (degraded: ForewarmError | null) => void;
  #degraded = false;
  #failedAt = -Infinity;

  /** `tell` gets the error of an outage, and null when it is over. */
  constructor(store: WarmStore, environment: Environment, tell: (degraded: ForewarmError | null) => void) {
    this.#store = store;
    this.#environment = environment;
    this.#tell = tell;
  }

  get(key: string): Maybe<Stored | null> {
    return this.#call(() => this.#store.get(key), null);
  }

  set(key: string, value: StoreValue, lifeMs: number): Maybe<unknown> {
    // Rounded down: nothing may live longer than it says.
    const life = Math.floor(lifeMs);
    return life > 0 ? this.#call(() => this.#store.set(key, value, life), null) : null;
  }

  lock(key: string, ms: number): Maybe<StoreLock | null> {
    let isAlone = false;
    const take = (): Maybe<StoreLock | null> => {
      const lock = this.#store.lock(key, ms);
      // Release a lock that arrives after we gave up.
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
      // Notifications only save time: waiters also poll.
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
    const late = (): never => {
      throw new Error(`no answer for ${ms} ms`);
    };
    try {
      const value = await within(answer, ms, this.#environment, late);
      this.#answered(begun);
      return value;
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
