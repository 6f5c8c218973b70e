import { describe, expect, test } from 'vitest';
import type { Adapter } from './adapter.js';
import { worthKeeping } from './keepAlive.js';
import type { PrefixRef } from './prefixRef.js';
import { SpeculativeCache } from './SpeculativeCache.js';
import { fakeEnvironment } from './testing/fakeEnvironment.js';

test.each([
  [{ drafts: 1, asked: 0, refreshes: 0 }, true],
  [{ drafts: 1, asked: 0, refreshes: 1 }, true],
  [{ drafts: 1, asked: 0, refreshes: 2 }, false],
  [{ drafts: 50, asked: 1, refreshes: 0 }, false],
  [{ drafts: 50, asked: 49, refreshes: 3 }, true],
  [{ drafts: 50, asked: 49, refreshes: 4 }, false],
])('%o pays: %s', (situation, expected) => {
  expect(worthKeeping(situation, null)).toBe(expected);
});

test('goes by the rates where they are given', () => {
  const once = { drafts: 1, asked: 0, refreshes: 0 };
  expect(worthKeeping(once, { input: 3, cacheRead: 3, cacheWrite: 3.75, output: 15 })).toBe(false);
});

describe('a draft in a focused box', () => {
  const REF: PrefixRef = { id: 'doc' };
  function setup(keepAlive: boolean): {
    cache: SpeculativeCache<PrefixRef>;
    world: ReturnType<typeof fakeEnvironment>;
    warms: number[];
  } {
    const world = fakeEnvironment();
    const warms: number[] = [];
    const usage = { prompt: 100, cacheRead: 0, cacheWrite: 100, output: 0 };
    const adapter: Adapter<PrefixRef> = {
      name: 'a',
      async warm() {
        warms.push(world.monotonic());
        return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage, ttlMs: 300_000 };
      },
      async *ask() {},
    };
    return { cache: new SpeculativeCache({ adapter, environment: world, policy: { keepAlive } }), world, warms };
  }

  test('has its entry read again before it ends, for as long as that is expected to pay', async () => {
    const { cache, world, warms } = setup(true);
    await cache.warm(REF);
    const release = cache.hold(REF);
    await world.advance(3_000_000);
    expect(warms).toEqual([0, 290_500, 581_000]);
    release();
    expect(world.timers()).toBe(0);
  });

  test('has not, unless that is switched on, nor once it is gone', async () => {
    const off = setup(false);
    await off.cache.warm(REF);
    off.cache.hold(REF);
    await off.world.advance(3_000_000);
    expect(off.warms).toEqual([0]);

    const on = setup(true);
    const release = on.cache.hold(REF);
    await on.cache.warm(REF);
    await on.world.advance(200_000);
    release();
    await on.world.advance(3_000_000);
    expect(on.warms).toEqual([0]);
    expect(on.world.timers()).toBe(0);
  });
});
