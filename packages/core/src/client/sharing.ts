import { ForewarmError, invalidOption } from '../base/errors.js';
import { type Maybe, whenKnown } from '../base/maybe.js';
import { every } from '../base/wait.js';
import { isAsking, learnedFrom, type Outcome } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import { isFresh, type Warmth } from '../policy/warmth.js';
import type { ClientContext } from './context.js';
import { LEARNED_MS, learnedKey, learnedNote, storedLearned } from './learned.js';
import type { Flight, PrefixEntry } from './prefixEntry.js';
import { Reach } from './reach.js';
import { type Stored, storedRefusal, storedWarmth, type StoreLock, type WarmStore } from './store.js';
import { Ear, LOCK_MS, LOOK_MS } from './waiting.js';
import type { WarmReport } from '../policy/warmReport.js';

/** How long past the other warm's limit a waiter waits. */
const GRACE_MS = 5_000;

/** Smaller differences of expiry come from the store's delay. */
const SAME_MS = 1_000;

const METHODS = ['get', 'set', 'lock', 'isLocked', 'subscribe'] as const;

/** From `sharedStore`. */
export interface SharedStore extends WarmStore {
  share(context: SharingContext): Sharing;
}

type SharingContext = Pick<ClientContext, 'policy' | 'environment' | 'emit'>;

/** The right to warm a prefix, until released. */
export interface Held {
  /** A refusal is kept while this process pauses, at most for its shortest pause. */
  share(report: WarmReport): unknown;
  release(): void;
}

type Turn = Held | WarmReport;

/** Adds the sharing rules to your own store. */
export function sharedStore(store: WarmStore): SharedStore {
  if (!METHODS.every((method) => typeof store?.[method] === 'function')) {
    throw invalidOption('sharedStore', 'store', store, `a store with ${METHODS.join(', ')}`);
  }
  return {
    // Methods of a class are not own properties.
    ...Object.fromEntries(METHODS.map((name) => [name, store[name].bind(store)])),
    ...store,
    // A store spread into another shares that one.
    share(context) {
      return new Sharing(this, context);
    },
  };
}

export class Sharing {
  readonly store: Reach;
  readonly #context: SharingContext;

  constructor(store: WarmStore, context: SharingContext) {
    const { environment, emit } = context;
    this.#context = context;
    this.store = new Reach(store, environment, (error) => {
      const happened = { at: environment.now(), key: '*' };
      emit(error ? { type: 'store-degraded', ...happened, error } : { type: 'store-recovered', ...happened });
    });
  }

  /** Takes the right to warm, or waits for its holder's result; a dead holder's lock expires. */
  takeTurn(entry: PrefixEntry, flight: Flight): Maybe<Turn> {
    return whenKnown(this.#attempt(entry, flight), (turn) => turn ?? this.#waitForTurn(entry, flight));
  }

  keep(key: string, warmth: Warmth): Maybe<unknown> {
    return this.store.set(key, warmth, warmth.expiresAt - this.#context.environment.now());
  }

  /**
   * For `auto`: adds a sign or question to what all clients learned. Of two writers at once, one is
   * lost; it hardly matters.
   */
  learn(entry: PrefixEntry, outcome: Outcome): Maybe<unknown> {
    const { environment, policy } = this.#context;
    if (!policy.signs || (outcome.type !== 'sign-seen' && outcome.type !== 'ask-started')) return null;
    const key = learnedKey(entry.key);
    return whenKnown(this.store.get(key), (stored) => {
      const now = environment.now();
      const known = storedLearned(stored, now);
      // If the store is out of reach, this process's part is recorded already.
      if (known.length > 0) entry.state = learnedFrom({ ...entry.state, learned: known }, outcome, now, policy);
      void this.store.set(key, learnedNote(entry.state.learned, now), LEARNED_MS);
    });
  }

  /** The returned function ends it. */
  watch(entry: PrefixEntry): () => void {
    const { environment } = this.#context;
    const look = (): unknown =>
      whenKnown(this.store.get(entry.key), (stored) => {
        const { warmth, warmingSince } = entry.state;
        const held = storedWarmth(stored, environment.now());
        if (warmingSince !== null) return;
        const isNews = held
          ? held.hash !== warmth?.hash || Math.abs(held.expiresAt - warmth.expiresAt) > SAME_MS
          : warmth !== null && warmth.expiresAt > environment.now();
        if (isNews) entry.settle({ type: 'read', warmth: held });
      });
    return this.store.subscribe(entry.key, () => void look());
  }

  async #waitForTurn(entry: PrefixEntry, flight: Flight): Promise<Turn> {
    const { policy, environment } = this.#context;
    const patienceMs = policy.warmTimeoutMs + GRACE_MS;
    const giveUpAt = environment.monotonic() + patienceMs;
    const ear = new Ear();
    const leave = this.store.subscribe(entry.key, ear.hear);
    try {
      for (;;) {
        const turn = await this.#attempt(entry, flight);
        if (turn) return turn;
        const now = environment.monotonic();
        flight.aliveAt = now;
        if (now >= giveUpAt) {
          throw new ForewarmError('timeout', `Another's warm of this prefix did not end within ${patienceMs} ms.`);
        }
        await ear.next(Math.min(LOOK_MS, giveUpAt - now), environment, flight.end.signal);
        // A question in flight writes the entry anyway.
        if (isAsking(entry.state, environment.now(), policy)) return skipped('ask-in-flight', 0);
      }
    } finally {
      leave();
    }
  }

  /** What is known, else the lock, else null. */
  #attempt(entry: PrefixEntry, flight: Flight): Maybe<Turn | null> {
    const look = (): Maybe<Turn | null> => whenKnown(this.store.get(entry.key), (stored) => this.#known(stored));
    return whenKnown(look(), (turn) => {
      if (turn) return turn;
      return whenKnown(this.store.lock(entry.key, LOCK_MS), (lock) => {
        if (!lock) return null;
        // Somebody may have warmed since the look.
        return whenKnown(look(), (since) => {
          if (since) void this.store.release(lock);
          return since ?? this.#hold(lock, entry, flight);
        });
      });
    });
  }

  #known(stored: Stored | null): WarmReport | null {
    const { environment, policy } = this.#context;
    const refusal = storedRefusal(stored);
    if (refusal) {
      const { refused, retryAfterMs } = refusal;
      if (refused !== null) return skipped(refused, retryAfterMs);
      const after = { retryAfterMs: retryAfterMs ?? undefined };
      return { status: 'failed', error: new ForewarmError('upstream', 'The warm of another instance failed.', after) };
    }
    const now = environment.now();
    const warmth = storedWarmth(stored, now);
    return isFresh(warmth, now, policy.marginMs) ? { status: 'warmed', warmth, wrote: false } : null;
  }

  #hold(lock: StoreLock, entry: PrefixEntry, flight: Flight): Held {
    const { environment, policy } = this.#context;
    const clear = every(LOCK_MS / 3, environment, () => {
      flight.aliveAt = environment.monotonic();
      void this.store.renew(lock, LOCK_MS);
    });
    return {
      share: (report) => {
        if (report.status === 'warmed') return this.keep(entry.key, report.warmth);
        const refused = report.status === 'skipped' ? report.reason : null;
        const { retryAfterMs } = report.status === 'skipped' ? report : report.error;
        const isForGood = refused !== null && retryAfterMs === null;
        const pauseMs = isForGood ? Infinity : Math.max(0, entry.state.retryAt - environment.now());
        return this.store.set(entry.key, { refused, retryAfterMs }, Math.min(pauseMs, policy.backOffMs));
      },
      release: () => {
        clear();
        void this.store.release(lock);
      },
    };
  }
}

function skipped(reason: SkipReason, retryAfterMs: number | null): WarmReport {
  return { status: 'skipped', reason, retryAfterMs, warmth: null };
}
