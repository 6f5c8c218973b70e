import { describe, expect, test } from 'vitest';
import type { Adapter, AskEvent } from '../adapter/adapter.js';
import type { ForewarmEvent } from './events.js';
import { definePolicy, type PolicyOptions } from '../policy/policyOptions.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import { memoryStore } from './memoryStore.js';
import type { SharedStore } from './sharing.js';
import { fakeEnvironment, type FakeEnvironment } from '../testing/fakeEnvironment.js';
import type { Warmth } from '../policy/warmth.js';

const REF: PrefixRef = { id: 'doc' };
const COLD_MS = 20_000;
const HIT_MS = 2_000;
const TOKENS = 150_000;
const HOUR_MS = 3_600_000;

interface Setup {
  readonly cache: ForewarmClient<PrefixRef>;
  readonly store: SharedStore;
  readonly world: FakeEnvironment;
  readonly events: ForewarmEvent[];
  readonly calls: { warms: number; asks: number };
  /** Asks and lets time pass until the answer ends. */
  readonly ask: (prefix?: PrefixRef) => Promise<AskEvent[]>;
}

/** A provider that remembers what it read, and is slow with the rest. */
function setup(
  policy: PolicyOptions = {},
  storeOf?: (world: FakeEnvironment) => SharedStore,
  world = fakeEnvironment(),
): Setup {
  const events: ForewarmEvent[] = [];
  const calls = { warms: 0, asks: 0 };
  const read = new Map<string, number>();
  const pass = (ms: number): Promise<void> => new Promise((resolve) => void world.setTimeout(resolve, ms));
  const isHeld = (id: string): boolean => (read.get(id) ?? 0) > world.now();
  const hold = (id: string, from: number): void => void read.set(id, from + 300_000);
  const usage = (hit: boolean): { prompt: number; cacheRead: number; cacheWrite: number; output: number } => ({
    prompt: TOKENS,
    cacheRead: hit ? TOKENS : 0,
    cacheWrite: hit ? 0 : TOKENS,
    output: 0,
  });
  const adapter: Adapter<PrefixRef> = {
    name: 'provider',
    async warm({ id }) {
      calls.warms++;
      const from = world.now();
      const hit = isHeld(id);
      await pass(hit ? HIT_MS : COLD_MS);
      hold(id, from);
      return { status: 'warmed', hash: id, method: 'zero-tokens', usage: usage(hit), ttlMs: 300_000 };
    },
    async *ask({ id }) {
      calls.asks++;
      const from = world.now();
      const hit = isHeld(id);
      await pass(hit ? HIT_MS : COLD_MS);
      hold(id, from);
      yield { type: 'start', hash: id };
      yield { type: 'text', text: 'Yes.' };
      yield { type: 'finish', reason: 'stop', usage: usage(hit), outcome: hit ? 'hit' : 'miss', ttlMs: 300_000 };
    },
  };
  const onEvent = (event: ForewarmEvent): void => void events.push(event);
  const store = storeOf ? storeOf(world) : memoryStore({ now: world.now });
  const cache = new ForewarmClient({ adapter, environment: world, policy: definePolicy(policy), onEvent, store });
  const ask = async (prefix = REF): Promise<AskEvent[]> => {
    const all: AskEvent[] = [];
    const done = (async () => {
      for await (const event of cache.ask(prefix, { question: 'q' })) all.push(event);
    })();
    const state = { ended: false };
    done.finally(() => (state.ended = true)).catch(() => null);
    for (let n = 0; n < 1_000 && !state.ended; n++) await world.advance(100);
    await done;
    return all;
  };
  return { cache, store, world, events, calls, ask };
}

const warmed = async ({ cache, world }: Setup): Promise<void> => {
  const report = cache.warm(REF);
  await world.advance(COLD_MS);
  await report;
};

describe('time', () => {
  test('a laptop that sleeps through the TTL finds its entry stale, and warms anew on the next intent, not before', async () => {
    const here = setup();
    await warmed(here);
    here.world.sleep(HOUR_MS);
    await here.world.advance(1_000);
    expect(here.calls.warms).toBe(1);
    here.cache.intend(REF, 'keystroke');
    expect(here.calls.warms).toBe(2);
    expect(here.cache.status(REF).status).toBe('warming');
  });

  test('a laptop that sleeps in the middle of a warm counts its TTL from the start all the same', async () => {
    const here = setup();
    const report = here.cache.warm(REF);
    await here.world.advance(1_000);
    here.world.sleep(HOUR_MS);
    await here.world.advance(COLD_MS);
    expect((await report).status).toBe('warmed');
    here.cache.intend(REF, 'focus');
    expect(here.calls.warms).toBe(2);
  });

  test('a clock set back does not make an entry last for longer than its TTL', async () => {
    const here = setup();
    await warmed(here);
    here.world.jump(-HOUR_MS);
    here.cache.intend(REF, 'focus');
    expect(here.calls.warms).toBe(2);
  });

  test('a clock set forward and back again leaves no back-off standing for hours', async () => {
    const here = setup({ backOffMs: 5_000 });
    here.world.jump(HOUR_MS);
    const failing = here.cache.adapter.warm.bind(here.cache.adapter);
    here.cache.adapter.warm = () => Promise.reject(new Error('no'));
    await here.cache.warm(REF);
    here.cache.adapter.warm = failing;
    here.world.jump(-HOUR_MS);
    here.cache.intend(REF, 'focus');
    expect(here.calls.warms).toBe(1);
  });
});

describe('a store', () => {
  const sound = (world: FakeEnvironment): SharedStore => memoryStore({ now: world.now });
  const never = new Promise<never>(() => {});

  test('that answers late costs a question a quarter of a second at most', async () => {
    const here = setup({}, (world) => ({ ...sound(world), isLocked: () => never }));
    const events = await here.ask();
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
    const finished = here.events.find((event) => event.type === 'ask-finished');
    expect(finished).toMatchObject({ ttftMs: COLD_MS + 250 });
  });

  test('that never answers is left aside: this process warms by itself, and says so once', async () => {
    const silent = { get: () => never, set: () => never, lock: () => never, isLocked: () => never };
    const here = setup({}, (world) => ({ ...sound(world), ...silent }));
    const report = here.cache.warm(REF);
    await here.world.advance(COLD_MS + 2_000);
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
    expect((await here.ask()).at(-1)).toMatchObject({ type: 'finish' });
    expect(here.events.map(({ type }) => type).filter((type) => type.startsWith('store-'))).toEqual(['store-degraded']);
    here.cache.dispose();
    await here.world.advance(1_000);
    expect(here.world.timers()).toBe(0);
  });

  test.each<[string, (now: number) => unknown]>([
    ['an entry from the future', (now) => ({ startedAt: now + HOUR_MS, expiresAt: now + 2 * HOUR_MS })],
    ['an entry that lasts for ever', (now) => ({ startedAt: now, expiresAt: Infinity })],
    ['an entry that ends before it begins', (now) => ({ startedAt: now, expiresAt: now - 1 })],
    ['numbers that are none', () => ({ startedAt: Number.NaN, expiresAt: Number.NaN })],
    ['something else altogether', () => ({ hash: 7 })],
    ['a refusal without sense', () => ({ hash: undefined, refused: 7 })],
  ])('that claims %s is not believed: this process warms by itself', async (_name, lie) => {
    const here = setup({}, (world) => ({
      ...sound(world),
      get: async () => ({
        value: { hash: 'h', asked: false, ...(lie(world.now()) as object) } as Warmth,
        leftMs: 2 * HOUR_MS,
      }),
    }));
    await warmed(here);
    expect(here.calls.warms).toBe(1);
    expect(here.cache.status(REF)).toMatchObject({ status: 'fresh', expiresAt: here.world.now() - COLD_MS + 300_000 });
  });

  test('that claims an entry the backend has not is found out by the next question', async () => {
    const usage = { prompt: null, cacheRead: null, cacheWrite: null, output: null };
    const here = setup({}, (world) => ({
      ...sound(world),
      get: async () => {
        const life = { startedAt: world.now(), expiresAt: world.now() + 300_000 };
        return { value: { hash: 'doc', ...life, source: 'warm', asked: false, method: null, usage }, leftMs: 300_000 };
      },
    }));
    await here.cache.warm(REF);
    expect((await here.ask()).at(-1)).toMatchObject({ outcome: 'miss' });
    expect((await here.ask()).at(-1)).toMatchObject({ outcome: 'hit' });
  });

  test('that loses a lock which is held costs a second write and no more', async () => {
    const left = setup();
    const inner = left.store;
    const store: SharedStore = {
      ...inner,
      lock: (key) => inner.lock(`${key} ${Math.random()}`, 1),
      isLocked: () => false,
    };
    const [a, b] = [setup({}, () => store, left.world), setup({}, () => store, left.world)];
    const reports = [a.cache.warm(REF), b.cache.warm(REF)];
    await left.world.advance(COLD_MS);
    expect(await Promise.all(reports)).toMatchObject([{ wrote: true }, { wrote: true }]);
    await left.world.advance(1_000);
    expect(await setup({}, () => store, left.world).cache.warm(REF)).toMatchObject({ status: 'warmed', wrote: false });
  });

  test('knows nothing of the margin: from its start on, whoever has it warms anew', async () => {
    const here = setup({ marginMs: 60_000 }, (world) => memoryStore({ now: world.now }));
    await warmed(here);
    await here.world.advance(300_000 - COLD_MS - 50_000);
    expect(here.cache.status(REF).status).toBe('fresh');
    const report = here.cache.warm(REF);
    await here.world.advance(HIT_MS);
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
    expect(here.calls.warms).toBe(2);
  });
});

describe('clocks that differ', () => {
  test.each([15_000, -15_000, 60_000, -60_000, 30 * 24 * HOUR_MS])(
    'by %s ms cost no second write: how long an entry lives is told, not when it ends',
    async (offMs) => {
      const left = setup();
      const { world } = left;
      const elsewhere: FakeEnvironment = { ...world, now: () => world.now() + offMs };
      const right = setup({}, () => left.store, elsewhere);
      await warmed(left);
      expect(await right.cache.warm(REF)).toMatchObject({ status: 'warmed', wrote: false });
      expect(right.cache.status(REF)).toMatchObject({
        status: 'fresh',
        expiresAt: elsewhere.now() - COLD_MS + 300_000,
      });
      await world.advance(300_000 - COLD_MS - 10_000);
      const again = right.cache.warm(REF);
      await world.advance(COLD_MS);
      expect(await again).toMatchObject({ status: 'warmed', wrote: true });
    },
  );
});

describe('two caches on one store', () => {
  function pair(): { left: Setup; right: Setup; world: FakeEnvironment } {
    const left = setup();
    const store = left.store;
    const right = setup({}, () => store, left.world);
    return { left, right, world: left.world };
  }

  test('one takes over the warm of the other where that leaves, without a back-off', async () => {
    const { left, right, world } = pair();
    void left.cache.warm(REF);
    const report = right.cache.warm(REF);
    await world.advance(5_000);
    expect([left.calls.warms, right.calls.warms]).toEqual([1, 0]);
    left.cache.dispose();
    await world.advance(COLD_MS);
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
    expect(right.calls.warms).toBe(1);
    // Its life counts from the request that wrote it, not from the abandoned one.
    expect(right.cache.status(REF)).toMatchObject({ status: 'fresh', expiresAt: world.now() - COLD_MS + 300_000 });
    expect(right.events.map(({ type }) => type)).toEqual(['warm-started', 'warmed']);
  });

  test('a question that waited for the one that left waits for who takes over, and nothing is written twice', async () => {
    const { left, right, world } = pair();
    void left.cache.warm(REF);
    const report = right.cache.warm(REF);
    const answer = right.ask();
    await world.advance(0);
    left.cache.dispose();
    expect((await answer).at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
    expect(right.calls).toEqual({ warms: 1, asks: 1 });
    expect(right.cache.status(REF).status).toBe('fresh');
  });

  test('who dies without a word is taken over once its lock has ended', async () => {
    const { left, right, world } = pair();
    // Its timers stand still: it neither renews nor ends.
    const dead: FakeEnvironment = { ...world, setTimeout: () => () => {} };
    const gone = new ForewarmClient({ adapter: left.cache.adapter, environment: dead, store: left.store });
    left.cache.adapter.warm = () => new Promise(() => {});
    void gone.warm(REF);
    const report = right.cache.warm(REF);
    await world.advance(4_000);
    expect(right.calls.warms).toBe(0);
    await world.advance(2_000);
    expect(right.calls.warms).toBe(1);
    await world.advance(COLD_MS);
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
  });

  test('what the other has warmed shows where somebody looks, without a warm', async () => {
    const { left, right } = pair();
    const leave = right.cache.subscribe(REF, () => null);
    await warmed(left);
    expect(right.cache.status(REF).status).toBe('fresh');
    expect(await right.cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'fresh' });
    leave();
  });

  test('a failure of the backend is a failure for both', async () => {
    const { left, right, world } = pair();
    left.cache.adapter.warm = async () => {
      await world.advance(0);
      throw new Error('529');
    };
    const reports = [left.cache.warm(REF), right.cache.warm(REF)];
    await world.advance(1);
    expect(await Promise.all(reports)).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
    expect(right.calls.warms).toBe(0);
  });

  test('both leave, and nothing more is written', async () => {
    const { left, right, world } = pair();
    const reports = [left.cache.warm(REF), right.cache.warm(REF)];
    left.cache.dispose();
    right.cache.dispose();
    expect(await Promise.all(reports)).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
    await world.advance(COLD_MS);
    expect([left.calls.warms, right.calls.warms, world.timers()]).toEqual([1, 0, 0]);
  });
});

describe('a race', () => {
  /** Has measured a cold question, a hit and a warm of this size. */
  async function measured(): Promise<Setup> {
    const here = setup({ join: 'race' });
    await here.ask({ id: 'a' });
    await here.ask({ id: 'a' });
    const report = here.cache.warm({ id: 'b' });
    await here.world.advance(COLD_MS);
    await report;
    // The size of a prefix is known from its first request.
    await here.ask();
    here.world.sleep(HOUR_MS);
    here.events.length = 0;
    return here;
  }

  test('goes alone at once where waiting is expected to take longer, and says what that cost', async () => {
    const here = await measured();
    void here.cache.warm(REF);
    await here.world.advance(1_000);
    await here.ask();
    expect(here.events).toContainEqual(
      expect.objectContaining({ type: 'ask-raced', byWaitingMs: 21_000, aloneMs: 20_000 }),
    );
    const finished = here.events.find((event) => event.type === 'ask-finished');
    expect(finished).toMatchObject({ raced: true, joined: false, ttftMs: COLD_MS, usage: { cacheWrite: TOKENS } });
  });

  test('waits where that is faster: one write', async () => {
    const here = await measured();
    void here.cache.warm(REF);
    await here.world.advance(5_000);
    await here.ask();
    expect(here.events.map(({ type }) => type)).not.toContain('ask-raced');
    const finished = here.events.find((event) => event.type === 'ask-finished');
    expect(finished).toMatchObject({ raced: false, joined: true, waitedMs: 15_000, ttftMs: 17_000, outcome: 'hit' });
  });
});

test('who is held out is never warmed, whatever the trigger, and its questions say so', async () => {
  const here = setup({ holdout: { share: 1, unit: 'visitor-1' } });
  here.cache.intend(REF, 'focus');
  expect(await here.cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'holdout', retryAfterMs: null });
  await here.ask();
  expect(here.calls.warms).toBe(0);
  expect(here.events.find((event) => event.type === 'ask-finished')).toMatchObject({ heldOut: true, outcome: 'miss' });
});

test('a mouse that rests warms, one that passes does not', async () => {
  const here = setup({ triggers: ['hover'] });
  here.cache.intend(REF, 'hover');
  await here.world.advance(64);
  here.cache.cancel(REF);
  await here.world.advance(1_000);
  expect(here.calls.warms).toBe(0);
  here.cache.intend(REF, 'hover');
  await here.world.advance(65);
  expect(here.calls.warms).toBe(1);
});

describe('a worker, which may drop a request midway and with it its timers', () => {
  /** The same clocks, without timers. */
  const dropped = (world: FakeEnvironment): { world: FakeEnvironment; drop: () => void } => {
    let isDropped = false;
    const setTimeout: FakeEnvironment['setTimeout'] = (callback, ms) =>
      world.setTimeout(() => isDropped || callback(), ms);
    return { world: { ...world, setTimeout }, drop: () => (isDropped = true) };
  };

  test('a warm of a dropped request is taken over by the next that wants it, and a question waits for it no longer', async () => {
    const { world, drop } = dropped(fakeEnvironment());
    const here = setup({}, undefined, world);
    const well = here.cache.adapter.warm.bind(here.cache.adapter);
    here.cache.adapter.warm = () => new Promise(() => {});
    void here.cache.warm(REF);
    await world.advance(1_000);
    drop();
    here.cache.adapter.warm = well;
    await world.advance(11_000);
    expect(here.cache.status(REF).status).toBe('warming');
    void here.cache.warm(REF);
    expect(here.calls.warms).toBe(1);
  });

  test('a question of a dropped request keeps no warm away for longer than it may be silent', async () => {
    const here = setup({ askTimeoutMs: 10_000 });
    const stream = here.cache.ask(REF, { question: 'q' });
    void stream.next();
    await here.world.advance(1_000);
    expect(await here.cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'ask-in-flight' });
    // Its timers stopped with it.
    here.world.sleep(10_000);
    const report = here.cache.warm(REF);
    await here.world.advance(COLD_MS);
    expect(await report).toMatchObject({ status: 'warmed', wrote: true });
  });
});
