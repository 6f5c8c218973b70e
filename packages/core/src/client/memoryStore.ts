import { KeyedNotifier } from '../base/notifier.js';
import { SweptMap } from '../base/SweptMap.js';
import { type SharedStore, sharedStore } from './sharing.js';
import type { Stored, StoreLock, StoreValue } from './store.js';

interface Until {
  readonly until: number;
  readonly lifeMs: number;
}

/** Makes a store for one process. `now` is the wall clock; default `Date.now`. */
export function memoryStore({ now = Date.now }: { now?: (() => number) | undefined } = {}): SharedStore {
  const leftOf = ({ until }: Until): number => until - now();
  // After the clock was set back, a value would live too long.
  const live = <T extends Until>(held: T | undefined): held is T =>
    held !== undefined && leftOf(held) > 0 && leftOf(held) <= held.lifeMs;
  const values = new SweptMap<Until & { readonly value: StoreValue }>((held) => !live(held));
  const locks = new Map<string, Until>();
  const listeners = new KeyedNotifier();
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
      listeners.notify(key);
    },
    lock: (key, ms) => (live(locks.get(key)) ? null : holding(key, ms)),
    isLocked: (key) => live(locks.get(key)),
    subscribe: (key, listener) => listeners.subscribe(key, listener),
  });
}
