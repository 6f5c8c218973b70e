import { expect, test } from 'vitest';
import { aKey, type OpenStore, pass, withStore } from './subject.js';
import { untilHeard } from './values.js';

const LONG_MS = 20_000;

export function testLocks(open: OpenStore, tells: boolean): void {
  test('of many who want a lock one has it, and all know that somebody has', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      expect([await a.isLocked(key), await b.isLocked(key)]).toEqual([false, false]);
      const wanting = Array.from({ length: 20 }, async (_, n) => (n % 2 ? a : b).lock(key, LONG_MS));
      const locks = (await Promise.all(wanting)).filter((lock) => lock !== null);
      expect(locks).toHaveLength(1);
      expect([await a.isLocked(key), await b.isLocked(key)]).toEqual([true, true]);
      const other = await b.lock(aKey(), LONG_MS);
      expect(other).not.toBeNull();
      await other!.release();
      await locks[0]!.release();
    }));

  test('one that is given back is free for the other', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const first = await a.lock(key, LONG_MS);
      expect(await b.lock(key, LONG_MS)).toBeNull();
      await first!.release();
      await expect.poll(() => b.isLocked(key)).toBe(false);
      const second = await b.lock(key, LONG_MS);
      expect(second).not.toBeNull();
      await second!.release();
    }));

  test('one that nobody renews ends by itself', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      await a.lock(key, 100);
      await expect.poll(() => b.isLocked(key)).toBe(false);
      const next = await b.lock(key, LONG_MS);
      expect(next).not.toBeNull();
      await next!.release();
    }));

  test('one that is renewed stays its holder’s', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const lock = await a.lock(key, 500);
      await lock!.renew(LONG_MS);
      await pass(700);
      expect(await b.isLocked(key)).toBe(true);
      expect(await b.lock(key, LONG_MS)).toBeNull();
      await lock!.release();
    }));

  test('one that has ended is neither renewed nor given back by who had it, since it is another’s now', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const late = await a.lock(key, 100);
      await expect.poll(() => b.isLocked(key)).toBe(false);
      const mine = await b.lock(key, LONG_MS);
      expect(mine).not.toBeNull();
      await late!.renew(LONG_MS);
      await late!.release();
      await late!.release();
      await pass(50);
      expect([await a.isLocked(key), await a.lock(key, LONG_MS)]).toEqual([true, null]);
      await mine!.release();
      await expect.poll(() => a.isLocked(key)).toBe(false);
    }));

  test.runIf(tells)('who listens to a key is told when its lock is given back', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      let told = 0;
      const leave = b.subscribe(key, () => told++);
      const giveBack = async (): Promise<unknown> => (await a.lock(key, LONG_MS))?.release();
      expect(await untilHeard(giveBack, () => told > 0)).toBe(true);
      leave();
    }),
  );
}
