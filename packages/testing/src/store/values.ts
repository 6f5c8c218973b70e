import { type Stored, UNKNOWN_USAGE } from '@forewarm/core';
import type { Warmth } from '@forewarm/core/policy';
import { expect, test } from 'vitest';
import { aKey, type OpenStore, pass, withStore } from './subject.js';

export const anEntry = (over: Partial<Warmth> = {}): Warmth => {
  const now = Date.now();
  const life = { startedAt: now, expiresAt: now + 60_000 };
  return { hash: 'h', ...life, source: 'warm', asked: false, method: 'zero-tokens', usage: UNKNOWN_USAGE, ...over };
};

export function testValues(open: OpenStore, tells: boolean): void {
  test('nothing is kept for a key nobody has set', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      expect([await a.get(key), await b.get(key)]).toEqual([null, null]);
    }));

  test('what one sets the other gets, with the time it still lives', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const value = anEntry();
      await a.set(key, value, 60_000);
      for (const store of [a, b]) {
        const stored = await arrived(() => store.get(key));
        expect(stored.value).toEqual(value);
        expect(stored.leftMs).toBeGreaterThan(40_000);
        expect(stored.leftMs).toBeLessThanOrEqual(60_000);
      }
      expect(await b.get(aKey())).toBeNull();
    }));

  test('a value takes the place of the one before, whoever set it', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      await a.set(key, anEntry(), 60_000);
      await arrived(() => b.get(key));
      const refusal = { refused: 'busy', retryAfterMs: null };
      await b.set(key, refusal, 60_000);
      await expect.poll(async () => (await a.get(key))?.value).toEqual(refusal);
      expect((await b.get(key))?.value).toEqual(refusal);
    }));

  test('a value is gone at its end', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      await a.set(key, anEntry(), 150);
      await pass(200);
      expect([await a.get(key), await b.get(key)]).toEqual([null, null]);
    }));

  test('a life of sixty days is kept as any other', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const lifeMs = 60 * 86_400_000;
      await a.set(key, anEntry({ expiresAt: Date.now() + lifeMs }), lifeMs);
      const { leftMs } = await arrived(() => b.get(key));
      expect(leftMs).toBeGreaterThan(lifeMs - 60_000);
      expect(leftMs).toBeLessThanOrEqual(lifeMs);
    }));

  test.runIf(tells)('who listens to a key is told when the other sets it, and not after leaving', () =>
    withStore(open, async ([a, b]) => {
      const key = aKey();
      const told = [0, 0];
      const leave = [a, b].map((store, index) => store.subscribe(key, () => told[index]!++));
      const heard = (): boolean => told.every((times) => times > 0);
      expect(await untilHeard(() => a.set(key, anEntry(), 60_000), heard)).toBe(true);
      for (const end of leave) end();
      const before = [...told];
      await a.set(key, anEntry(), 60_000);
      await pass(50);
      expect(told).toEqual(before);
    }),
  );
}

/** Once the other store's change has arrived. */
async function arrived(get: () => Stored | null | Promise<Stored | null>): Promise<Stored> {
  let stored: Stored | null = null;
  await expect.poll(async () => (stored = await get())).not.toBeNull();
  return stored!;
}

/** For at most 5 s: a store across a network may start to listen late. */
export async function untilHeard(act: () => unknown, heard: () => boolean): Promise<boolean> {
  for (let n = 0; n < 100 && !heard(); n++) {
    await act();
    await pass(50);
  }
  return heard();
}
