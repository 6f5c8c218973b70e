import { KeyedNotifier } from '../base/notifier.js';
import { type SharedStore, sharedStore } from './sharing.js';
import type { Stored, StoreLock, StoreValue } from './store.js';

interface Until {
  readonly until: number;
  readonly lifeMs: number;
}

/** From this many keys on, expired values are removed. */
const SWEEP_FROM = 1_000;

/** Makes a store for one process. `now` is the wall clock; default `Date.now`. */
export function memoryStore({ now = Date.now }: { now?: (() => number) | undefined } = {}): SharedStore {
  const values = new Map<string, Until & { readonly value: StoreValue }>();
  const locks = new Map<string, Until>();
  const listeners = new KeyedNotifier();
  let sweepAt = SWEEP_FROM;
  const leftOf = ({ until }: Until): number => until - now();
  // After the clock was set back, a value would live too long.
  const live = <T extends Until>(held: T | undefined): held is T =>
    held !== undefined && leftOf(held) > 0 && leftOf(held) <= held.lifeMs;
  const forMs = (lifeMs: number): Until => ({ until: now() + lifeMs, lifeMs });

  const holding = (key: string, ms: number): StoreLock => {
    let mine = forMs(ms);
    locks.set(key, mine);
    return {
      renew(more) {
        if (locks.get(key) !== mine) return;
        mine = forMs(more);
        locks.set(key, mine);
      },
      release() {
        if (locks.get(key) !== mine) return;
        locks.delete(key);
        listeners.notify(key);
      },
    };
  };

  return sharedStore({
    get(key): Stored | null {
      const held = values.get(key);
      return live(held) ? { value: held.value, leftMs: leftOf(held) } : null;
    },
    set(key, value, lifeMs) {
      values.set(key, { value, ...forMs(lifeMs) });
      if (values.size >= sweepAt) {
        for (const [other, held] of values) if (!live(held)) values.delete(other);
        // Twice the rest, so that sweeps stay rare.
        sweepAt = Math.max(SWEEP_FROM, values.size * 2);
      }
      listeners.notify(key);
    },
    lock: (key, ms) => (live(locks.get(key)) ? null : holding(key, ms)),
    isLocked: (key) => live(locks.get(key)),
    subscribe: (key, listener) => listeners.subscribe(key, listener),
  });
}
