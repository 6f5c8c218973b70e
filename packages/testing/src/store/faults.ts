import type { Stored, WarmStore } from '@forewarm/core';
import { anEntry } from './values.js';

interface Fault {
  readonly spoil: (store: WarmStore) => WarmStore;
  readonly isTold: boolean;
}

const never = new Promise<never>(() => {});
const HOUR_MS = 3_600_000;

function lying(value: object, leftMs: number): Fault {
  const get = (): Stored => ({ value: value as never, leftMs });
  return { spoil: (store) => ({ ...store, get }), isTold: false };
}

export const faults: Readonly<Record<string, Fault>> = {
  down: {
    spoil: () => {
      const down = (): Promise<never> => Promise.reject(new Error('down'));
      const subscribe = (): never => {
        throw new Error('down');
      };
      return { get: down, set: down, lock: down, isLocked: down, subscribe };
    },
    isTold: true,
  },
  silent: {
    spoil: (store) => ({ ...store, get: () => never, set: () => never, lock: () => never, isLocked: () => never }),
    isTold: true,
  },
  'late, within what is waited for': {
    spoil: (store) => {
      const later = async <T>(value: T | Promise<T>): Promise<T> => {
        await new Promise((resolve) => void setTimeout(resolve, 50));
        return value;
      };
      return {
        ...store,
        get: (key) => later(store.get(key)),
        lock: (key, ms) => later(store.lock(key, ms)),
        isLocked: (key) => later(store.isLocked(key)),
      };
    },
    isTold: false,
  },
  'forgetting its locks': {
    spoil: (store) => ({ ...store, lock: () => ({ renew: () => null, release: () => null }), isLocked: () => false }),
    isTold: false,
  },
  'forgetting its values': { spoil: (store) => ({ ...store, get: () => null }), isTold: false },
  'ahead of the clock': lying(anEntry(), 2 * HOUR_MS),
  'sure of an entry for ever': lying(anEntry({ expiresAt: Infinity }), Infinity),
  'full of numbers that are none': lying(anEntry({ startedAt: Number.NaN }), Number.NaN),
  'full of something else': lying({ hash: 7 }, 1_000),
  'full of refusals without sense': lying({ refused: 7, retryAfterMs: 'soon' }, 1_000),
};
