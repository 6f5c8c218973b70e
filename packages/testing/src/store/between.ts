import { ForewarmClient, UNKNOWN_USAGE, sharedStore } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { expect, test } from 'vitest';
import { aKey, type OpenStore, pass, withStore } from './subject.js';
import { anEntry } from './values.js';

const LONG_MS = 20_000;
/** Longer than a client waits for a store. */
const PAUSE_MS = 1_200;
const SOON = { timeout: 3_000 };

export function testFaults(open: OpenStore): void {
  test('what is kept has its end from the first, whatever connection breaks', (context) =>
    withStore(open, async (stores, faults) => {
      if (!faults) return context.skip();
      const endless = new Set<string>();
      let over = false;
      const isOver = (): boolean => over;
      const disturb = async (): Promise<void> => {
        while (!isOver()) {
          await faults.breakConnections();
          for (const key of await faults.endless()) endless.add(key);
          await pass(Math.random() * 20);
        }
      };
      const disturbing = disturb();
      for (let n = 0; n < 60; n++) {
        const store = stores[n % 2]!;
        const both = [store.set(aKey(), anEntry(), LONG_MS), store.lock(aKey(), LONG_MS)];
        await Promise.allSettled(both);
        await pass(10);
      }
      over = true;
      await disturbing;
      // A client's queued commands arrive late.
      await pass(300);
      expect([...endless, ...(await faults.endless())]).toEqual([]);
    }));

  test('a lock that is taken after its taker has given up is soon free', (context) =>
    withStore(open, async ([a, b], faults) => {
      if (!faults) return context.skip();
      const [key, ref] = [aKey(), { id: aKey() }];
      const cache = new ForewarmClient({
        adapter: {
          name: 'backend',
          warm: () =>
            Promise.resolve({
              status: 'warmed',
              hash: 'h',
              method: 'zero-tokens',
              usage: UNKNOWN_USAGE,
              ttlMs: 300_000,
            }),
          async *ask() {},
        },
        store: sharedStore(a),
      });
      await faults.pause();
      const taking = Promise.resolve(a.lock(key, LONG_MS)).catch(() => null);
      const warm = cache.warm(ref);
      await pass(PAUSE_MS);
      await faults.resume();
      expect((await warm).status).toBe('warmed');
      await (await taking)?.release();
      await expect.poll(() => b.isLocked(key), SOON).toBe(false);
      await expect.poll(() => b.isLocked(prefixKey(ref)), SOON).toBe(false);
      cache.dispose();
    }));
}
