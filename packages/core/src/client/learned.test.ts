import { expect, test } from 'vitest';
import type { Adapter } from '../adapter/adapter.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';
import type { Environment } from '../base/environment.js';
import { definePolicy } from '../policy/policyOptions.js';
import { prefixKey } from '../prefix/prefixRef.js';
import { type FakeEnvironment, fakeEnvironment } from '../testing/fakeEnvironment.js';
import { ForewarmClient } from './ForewarmClient.js';
import { learnedKey } from './learned.js';
import { memoryStore } from './memoryStore.js';
import { type SharedStore, sharedStore } from './sharing.js';

const REF = { id: 'docs' };
const LIFE_MS = 300_000;

const adapter: Adapter<typeof REF> = {
  name: 'backend',
  warm: () =>
    Promise.resolve({ status: 'warmed', hash: 'h', method: 'zero-tokens', usage: UNKNOWN_USAGE, ttlMs: LIFE_MS }),
  async *ask() {
    yield { type: 'start', hash: 'h' };
    yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'hit', ttlMs: LIFE_MS };
  },
};

/** An instance of a server, or a page after a reload. */
const instance = (store: SharedStore, environment: Environment): ForewarmClient<typeof REF> =>
  new ForewarmClient({ adapter, store, environment, policy: definePolicy({ eagerness: 'auto' }) });

/** Answers later, as a store across a network does. */
function far(near: SharedStore): SharedStore {
  return sharedStore({
    get: async (key) => near.get(key),
    set: async (key, value, lifeMs) => near.set(key, value, lifeMs),
    lock: async (key, ms) => near.lock(key, ms),
    isLocked: async (key) => near.isLocked(key),
    subscribe: (key, listener) => near.subscribe(key, listener),
  });
}

/**
 * A visitor comes into view, may ask, and leaves; then the entry ends. Returns whether it was
 * warmed.
 */
async function visit(
  world: FakeEnvironment,
  seen: ForewarmClient<typeof REF>,
  askedOf: ForewarmClient<typeof REF> | null,
): Promise<boolean> {
  const { status } = await seen.warm(REF, { trigger: 'visible' });
  if (askedOf) for await (const event of askedOf.ask(REF, { question: 'Why?' })) void event;
  await world.advance(2 * LIFE_MS);
  return status === 'warmed';
}

const kinds: [string, (near: SharedStore) => SharedStore][] = [
  ['at once', (near) => near],
  ['later', far],
];

test.each(kinds)(
  'a new instance acts at its first sign on what others learned, where the store answers %s',
  async (_, kind) => {
    const world = fakeEnvironment();
    const store = kind(memoryStore({ now: world.now }));
    const first = instance(store, world);
    for (let n = 0; n < 6; n++) await visit(world, first, first);
    first.dispose();
    expect(await visit(world, instance(store, world), null)).toBe(true);
    // Alone, it has learned nothing yet.
    expect(await visit(world, instance(memoryStore({ now: world.now }), world), null)).toBe(false);
  },
);

test.each(kinds)('a visitor seen at one instance may ask at another, where the store answers %s', async (_, kind) => {
  const world = fakeEnvironment();
  const store = kind(memoryStore({ now: world.now }));
  const [one, other] = [instance(store, world), instance(store, world)];
  for (let n = 0; n < 6; n++) await visit(world, one, other);
  expect(await visit(world, one, null)).toBe(true);
  // Unused warms also count at both.
  for (let n = 0; n < 6; n++) await visit(world, other, null);
  expect(await visit(world, one, null)).toBe(false);
});

test.each([-3_600_000, 3_600_000])('clocks of instances may differ by %d ms', async (aheadMs) => {
  const world = fakeEnvironment();
  const store = memoryStore({ now: world.now });
  const one = instance(store, world);
  const other = instance(store, { ...world, now: () => world.now() + aheadMs });
  for (let n = 0; n < 6; n++) await visit(world, one, other);
  expect([await visit(world, other, one), await visit(world, one, other)]).toEqual([true, true]);
});

test.each(['', 'null', '{"at":1,"learned":[]}', '[]', '[null,null,null,null]', '[{"since":1,"until":2}]'])(
  'what another program left in the store is not relied on: %j',
  async (note) => {
    const world = fakeEnvironment();
    const store = memoryStore({ now: world.now });
    store.set(learnedKey(prefixKey(REF)), { note }, LIFE_MS);
    const client = instance(store, world);
    for (let n = 0; n < 6; n++) await visit(world, client, client);
    expect(await visit(world, client, null)).toBe(true);
  },
);

test('a store that is down takes nothing from what an instance has learned itself', async () => {
  const world = fakeEnvironment();
  const store = memoryStore({ now: world.now });
  const broken = sharedStore({
    ...store,
    get: () => Promise.reject(new Error('reset')),
    set: () => Promise.reject(new Error('reset')),
  });
  const client = instance(broken, world);
  for (let n = 0; n < 6; n++) await visit(world, client, client);
  expect(await visit(world, client, null)).toBe(true);
});
