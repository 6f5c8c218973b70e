import { expect, test } from 'vitest';
import { type Adapter, UNKNOWN_USAGE } from '../index.js';
import { ForewarmClient } from './ForewarmClient.js';
import { memoryStore } from './memoryStore.js';
import { sharedStore } from './sharing.js';
import type { WarmStore } from './store.js';

/** A class with private state, as people write stores. */
class OwnStore implements WarmStore {
  readonly #inner = memoryStore();
  sets = 0;
  get(key: string): ReturnType<WarmStore['get']> {
    return this.#inner.get(key);
  }
  set(...given: Parameters<WarmStore['set']>): unknown {
    this.sets++;
    return this.#inner.set(...given);
  }
  lock(key: string, ms: number): ReturnType<WarmStore['lock']> {
    return this.#inner.lock(key, ms);
  }
  isLocked(key: string): boolean | Promise<boolean> {
    return this.#inner.isLocked(key);
  }
  subscribe(key: string, listener: () => void): () => void {
    return this.#inner.subscribe(key, listener);
  }
}

test('a store that is an instance of a class is shared', async () => {
  const own = new OwnStore();
  let warms = 0;
  const adapter: Adapter<{ id: string }> = {
    name: 'backend',
    warm: () => {
      warms++;
      return Promise.resolve({
        status: 'warmed',
        hash: 'h',
        method: 'zero-tokens',
        usage: UNKNOWN_USAGE,
        ttlMs: 300_000,
      });
    },
    async *ask() {},
  };
  const [one, other] = [0, 0].map(() => new ForewarmClient({ adapter, store: sharedStore(own) }));
  const ref = { id: 'docs' };
  expect(await one!.warm(ref)).toMatchObject({ status: 'warmed', wrote: true });
  expect(await other!.warm(ref)).toMatchObject({ status: 'warmed', wrote: false });
  expect({ warms, sets: own.sets }).toEqual({ warms: 1, sets: 1 });
});
