import { type ForewarmError, UNKNOWN_USAGE, type Warmth } from '@forewarm/core';
import { type RedisServer, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RedisStore, redisStore, type RedisStoreOptions } from './redisStore.js';

let server: RedisServer;
let looker: Redis;
const closers: (() => void)[] = [];
beforeAll(async () => {
  server = await startRedis();
  looker = new Redis(server.url);
  looker.on('error', () => null);
});
afterAll(async () => {
  looker.disconnect();
  await server.close();
});
beforeEach(() => looker.flushall());
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A store as one instance has it, over connections of its own. */
async function open(options: Partial<RedisStoreOptions> = {}): Promise<{ store: RedisStore; client: Redis }> {
  const client = new Redis(server.url, { enableOfflineQueue: false, commandTimeout: 500, maxRetriesPerRequest: 0 });
  client.on('error', () => null);
  await new Promise((resolve) => client.once('ready', resolve));
  const store = redisStore({ client, marginMs: 0, ...options });
  closers.push(() => {
    store.close();
    client.disconnect();
  });
  return { store, client };
}

const warmth = (over: Partial<Warmth> = {}): Warmth => {
  const now = Date.now();
  const life = { startedAt: now, expiresAt: now + 60_000 };
  return { hash: 'h', ...life, source: 'warm', asked: false, method: 'zero-tokens', usage: UNKNOWN_USAGE, ...over };
};

/** A write that ends when told. */
function writing(): { write: () => Promise<Warmth | null>; runs: () => number; end: (result: Warmth | Error) => void } {
  let runs = 0;
  let settle = (_result: Warmth | Error): void => {};
  const write = (): Promise<Warmth> => {
    runs++;
    return new Promise((resolve, reject) => {
      settle = (result) => (result instanceof Error ? reject(result) : resolve(result));
    });
  };
  return { write, runs: () => runs, end: (result) => settle(result) };
}

test('of writes at several instances one runs; the others wait for it and have its entry', async () => {
  const stores = [await open(), await open(), await open()];
  const { write, runs, end } = writing();
  const all = stores.flatMap(({ store }) => [store.write('k', write), store.write('k', write)]);
  await expect.poll(runs).toBe(1);
  for (const { store } of stores) expect(await store.flight('k')).toMatchObject({ ended: expect.any(Promise) });
  const entry = warmth();
  end(entry);
  const writes = await Promise.all(all);
  expect(writes.map((each) => each.warmth)).toEqual(writes.map(() => entry));
  expect([writes.filter(({ wrote }) => wrote).length, runs()]).toEqual([1, 1]);
  expect(await stores[1]!.store.write('k', write)).toEqual({ warmth: entry, wrote: false });
  expect(await stores[2]!.store.flight('k')).toBeNull();
});

test('what one instance has read anew all know of: the entry is theirs and lives on', async () => {
  const [a, b] = [await open(), await open()];
  await a.store.put('k', warmth({ expiresAt: Date.now() + 400 }));
  expect(await b.store.read('k')).toMatchObject({ hash: 'h' });
  const refreshed = warmth({ source: 'ask', asked: true });
  await b.store.put('k', refreshed);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await a.store.read('k')).toEqual(refreshed);
  const { write, runs } = writing();
  expect([await a.store.write('k', write), runs()]).toEqual([{ warmth: refreshed, wrote: false }, 0]);
});

test.each([false, true])(
  'who waits is told at once, not when it looks again, with a client that queues commands: %s',
  async (enableOfflineQueue) => {
    const client = new Redis(server.url, { enableOfflineQueue });
    client.on('error', () => null);
    const store = redisStore({ client, marginMs: 0 });
    closers.push(
      () => client.disconnect(),
      () => store.close(),
    );
    const listening = (): Promise<unknown> => looker.pubsub('NUMSUB', 'forewarm:ended');
    await expect.poll(listening).toEqual(['forewarm:ended', 1]);
    // Also after the connection broke.
    await looker.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await expect.poll(listening).toEqual(['forewarm:ended', 1]);
  },
);

test('an entry is forgotten at its end less the margin, and one that has none left is not kept', async () => {
  const { store } = await open({ marginMs: 10_000 });
  await store.put('k', warmth({ startedAt: Date.now() - 55_000, expiresAt: Date.now() + 5_000 }));
  expect([await store.read('k'), await looker.keys('*')]).toEqual([null, []]);
  await store.put('k', warmth());
  const left = await looker.pttl('forewarm:entry:k');
  expect([left > 45_000, left <= 50_000]).toEqual([true, true]);
});

test('a write that fails is told as a failure to those who waited, and the next may try', async () => {
  const [a, b] = [await open(), await open()];
  const { write, runs, end } = writing();
  const first = a.store.write('k', write);
  await expect.poll(runs).toBe(1);
  const second = b.store.write('k', write);
  second.catch(() => null);
  // It listens, and has had the time to find that it must.
  await expect.poll(() => looker.pubsub('NUMSUB', 'forewarm:ended')).toEqual(['forewarm:ended', 2]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  end(new Error('The backend is down'));
  await expect(first).rejects.toThrow('The backend is down');
  await expect(second).rejects.toThrow('The warm of another instance failed.');
  const again = b.store.write('k', write);
  await expect.poll(runs).toBe(2);
  end(warmth());
  expect(await again).toMatchObject({ wrote: true });
});

test('a living holder keeps its lease for as long as it writes; a dead one’s ends, and another goes on', async () => {
  const leaseMs = 200;
  const [a, b] = [await open({ leaseMs }), await open({ leaseMs })];
  const { write, runs, end } = writing();
  const first = a.store.write('k', write);
  first.catch(() => null);
  await expect.poll(runs).toBe(1);
  const second = b.store.write('k', write);
  await new Promise((resolve) => setTimeout(resolve, 4 * leaseMs));
  expect(runs()).toBe(1);
  a.client.disconnect();
  await expect.poll(runs).toBe(2);
  end(warmth());
  expect(await second).toMatchObject({ wrote: true });
});

test('while Redis is silent nothing waits longer than it may, each instance goes on by itself, and both changes are told once', async () => {
  const { store } = await open({ timeoutMs: 100 });
  const told: (ForewarmError | null)[] = [];
  store.onHealth!((degraded) => told.push(degraded));
  server.freeze();
  try {
    const entry = warmth();
    expect(await store.write('k', () => Promise.resolve(entry))).toEqual({ warmth: entry, wrote: true });
    expect(await store.read('k')).toEqual(entry);
    expect(await store.flight('other')).toBeNull();
    expect(told).toMatchObject([{ code: 'unreachable', message: expect.stringContaining('no answer for 100 ms') }]);
  } finally {
    server.thaw();
  }
  await expect
    .poll(async () => {
      await store.read('k');
      return told;
    })
    .toMatchObject([{ code: 'unreachable' }, null]);
});

test('what stands in Redis and is none of ours counts as nothing', async () => {
  const { store } = await open();
  await looker.set('forewarm:entry:k', 'not JSON');
  expect(await store.read('k')).toBeNull();
  await looker.publish('forewarm:ended', 'not JSON either');
  await looker.publish('forewarm:ended', '{"key":7}');
  await looker.del('forewarm:entry:k');
  expect(await store.write('k', () => Promise.resolve(warmth()))).toMatchObject({ wrote: true });
});

test('apps with keys of their own on one Redis share nothing', async () => {
  const [a, b] = [await open({ keyPrefix: 'a:' }), await open({ keyPrefix: 'b:' })];
  await a.store.put('k', warmth());
  expect([(await a.store.read('k'))?.hash, await b.store.read('k')]).toEqual(['h', null]);
});

test.each([
  [{ leaseMs: 0 }, 'leaseMs is 0'],
  [{ timeoutMs: Number.NaN }, 'timeoutMs is NaN'],
  [{ marginMs: -1 }, 'marginMs is -1'],
  [{ client: {} as never }, 'client is an object'],
])('bad options are refused by name', (options, message) => {
  expect(() => redisStore({ client: looker, ...options })).toThrow(`redisStore: ${message}`);
});
