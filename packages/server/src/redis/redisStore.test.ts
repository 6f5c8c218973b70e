import { type Adapter, type ForewarmEvent, ForewarmClient, UNKNOWN_USAGE } from '@forewarm/core';
import type { Warmth } from '@forewarm/core/policy';
import {
  openRedisCluster,
  openRedisRest,
  openRedisSentinel,
  type RedisCluster,
  type RedisServer,
  startRedis,
} from '@forewarm/testing';
import { Redis as RestRedis } from '@upstash/redis';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type Opened,
  byIoRedis,
  byIoRedisBehind,
  byIoRedisOnCluster,
  byNodeRedis,
  byNodeRedisBehind,
  byNodeRedisOnCluster,
  byUpstash,
  pair,
} from '../testing/redisClients.js';
import { rateLimits } from '../limits/index.js';
import { type RedisStore, redisStore } from './index.js';

let server: RedisServer;
let cluster: RedisCluster;
let looker: Redis;
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), openRedisCluster()]);
  looker = new Redis(server.url);
  looker.on('error', () => null);
}, 60_000);
afterAll(async () => {
  looker.disconnect();
  await Promise.all([server.close(), cluster.close()]);
});
const ioRedis = (): Promise<Opened> => byIoRedis(server.url);
const nodeRedis = (): Promise<Opened> => byNodeRedis(server.url);
const ioRedisCluster = (): Promise<Opened> => byIoRedisOnCluster(cluster.ports);
const nodeRedisCluster = (): Promise<Opened> => byNodeRedisOnCluster(cluster.ports);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const warmth = (): Warmth => {
  const now = Date.now();
  const life = { startedAt: now, expiresAt: now + 60_000 };
  return { hash: 'h', ...life, source: 'warm', asked: false, method: 'zero-tokens', usage: UNKNOWN_USAGE };
};

interface Ref {
  readonly id: string;
}

/** A client that counts its warms. */
function client(store: RedisStore): { cache: ForewarmClient<Ref>; warms: string[]; events: ForewarmEvent[] } {
  const warms: string[] = [];
  const events: ForewarmEvent[] = [];
  const adapter: Adapter<Ref> = {
    name: 'backend',
    async warm({ id }) {
      warms.push(id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { status: 'warmed', hash: id, method: 'zero-tokens', usage: UNKNOWN_USAGE, ttlMs: 300_000 };
    },
    async *ask() {
      yield { type: 'start', hash: 'h' };
      yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
    },
  };
  const cache = new ForewarmClient({ adapter, store, onEvent: (event) => void events.push(event) });
  closers.push(() => cache.dispose());
  return { cache, warms, events };
}

async function opened(open: () => Promise<Opened>): Promise<readonly [RedisStore, RedisStore]> {
  const { stores, close } = await pair(open);
  closers.push(() => close?.());
  return stores;
}

test.each([
  ['ioredis', ioRedisCluster],
  ['node-redis', nodeRedisCluster],
])('ten prefixes at two instances on a cluster of three cost ten writes, by %s', async (name, open) => {
  const clients = (await opened(open)).map(client);
  const ids = Array.from({ length: 10 }, (_, n) => `${name} ${n}`);
  const reports = await Promise.all(clients.flatMap(({ cache }) => ids.map((id) => cache.warm({ id }))));
  expect(reports.map(({ status }) => status)).toEqual(reports.map(() => 'warmed'));
  expect(clients.flatMap(({ warms }) => warms).toSorted()).toEqual(ids.toSorted());
  expect(clients.flatMap(({ events }) => events.filter(({ type }) => type === 'store-degraded'))).toEqual([]);
});

test('while Redis is silent nothing waits long, and the outage and its end are told once', async () => {
  const [store] = await opened(ioRedis);
  const { cache, warms, events } = client(store);
  const told = (): string[] => events.map(({ type }) => type).filter((type) => type.startsWith('store-'));
  let n = 0;
  server.freeze();
  try {
    for (; n < 20; n++) {
      expect(await cache.warm({ id: `silent ${n}` })).toMatchObject({ status: 'warmed', wrote: true });
    }
    expect([told(), warms.length]).toEqual([['store-degraded'], 20]);
  } finally {
    server.thaw();
  }
  const again = async (): Promise<string[]> => {
    await cache.warm({ id: `later ${n++}` });
    return told();
  };
  await expect.poll(again, { timeout: 20_000, interval: 200 }).toEqual(['store-degraded', 'store-recovered']);
});

describe('what another program left in Redis counts as nothing', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['text', () => looker.set('forewarm:entry:text', 'not JSON')],
    ['a number', () => looker.set('forewarm:entry:a number', '7')],
    ['null', () => looker.set('forewarm:entry:null', 'null')],
    ['an object', () => looker.set('forewarm:entry:an object', '{"hash":7}')],
    ['a list', () => looker.rpush('forewarm:entry:a list', 'x')],
    ['a lock without an end', () => looker.set('forewarm:lock:a lock without an end', 'x')],
  ])('%s', async (id, leave) => {
    const clients = (await opened(ioRedis)).map(client);
    await leave();
    await looker.publish('forewarm:changed', 'not a key');
    const reports = await Promise.all(clients.map(({ cache }) => cache.warm({ id })));
    expect(reports.map(({ status }) => status)).toEqual(['warmed', 'warmed']);
    expect(clients.flatMap(({ warms }) => warms)).toEqual([id]);
    expect(clients.flatMap(({ events }) => events.filter(({ type }) => type === 'store-degraded'))).toEqual([]);
  });
});

test('where the limits have found Redis silent, the store does not wait for it again', async () => {
  const { redis, close } = await ioRedis();
  const store = redisStore({ redis });
  closers.push(close, store.close);
  const limits = rateLimits({ redis, timeoutMs: 50 });
  server.freeze();
  try {
    await limits.openStream({ action: 'ask', scope: { user: 'u' }, connection: {} });
    await expect(store.get('k')).rejects.toThrow('Redis is silent');
    await expect(store.lock('k', 5_000)).rejects.toThrow('Redis is silent');
  } finally {
    server.thaw();
  }
  const read = async (): Promise<unknown> => store.get('k');
  await expect.poll(() => read().catch(() => 'silent'), { timeout: 20_000, interval: 200 }).toBeNull();
});

test('everything in Redis has an end', async () => {
  const [store] = await opened(ioRedis);
  await looker.flushall();
  await store.set('k', warmth(), 60_000);
  await store.lock('k', 5_000);
  const keys = await looker.keys('*');
  expect(keys.toSorted()).toEqual(['forewarm:entry:k', 'forewarm:lock:k']);
  for (const key of keys) expect(await looker.pttl(key)).toBeGreaterThan(0);
});

test.each([
  ['ioredis', ioRedis],
  ['node-redis', nodeRedis],
])('who waits is told at once, also after the listening connection broke, by %s', async (_name, open) => {
  const [store] = await opened(open);
  let told = 0;
  store.subscribe('k', () => told++);
  const hears = async (): Promise<boolean> => {
    const before = told;
    await looker.publish('forewarm:changed', 'k');
    await new Promise((resolve) => setTimeout(resolve, 20));
    return told > before;
  };
  await expect.poll(hears).toBe(true);
  await looker.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await expect.poll(hears).toBe(true);
});

test('apps with keys of their own on one Redis share nothing', async () => {
  const { redis, close } = await ioRedis();
  const [a, b] = [redisStore({ redis, keyPrefix: 'a:' }), redisStore({ redis, keyPrefix: 'b:' })];
  closers.push(close, a.close, b.close);
  await a.set('k', warmth(), 60_000);
  expect([(await a.get('k'))?.value, await b.get('k')]).toEqual([expect.objectContaining({ hash: 'h' }), null]);
});

test('what is no client of Redis is refused by name', () => {
  expect(() => redisStore({ redis: {} as never })).toThrow('redisStore: redis is');
});

test('a client of @upstash/redis that parses what it reads is refused', () => {
  const redis = new RestRedis({ url: 'https://redis.example', token: 'any' });
  expect(() => redisStore({ redis })).toThrow('must be made with automaticDeserialization: false');
});

test('an error over HTTP does not repeat the command, which holds what was to be kept', async () => {
  const rest = await openRedisRest(looker);
  closers.push(rest.close);
  const { redis } = await byUpstash({ ...rest, token: 'wrong' });
  const error = await Promise.resolve(redisStore({ redis }).set('k', warmth(), 1_000)).catch(
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toContain('WRONGPASS');
  expect(String(error)).not.toContain('zero-tokens');
});

test.each([
  ['ioredis', byIoRedisBehind],
  ['node-redis', byNodeRedisBehind],
])('what was kept outlives the primary behind a sentinel, by %s', { timeout: 60_000 }, async (_name, by) => {
  const sentinel = await openRedisSentinel();
  closers.push(sentinel.close);
  const [store] = await opened(() => by(sentinel));
  await store.set('k', warmth(), 60_000);
  const copy = new Redis(sentinel.replica.url);
  closers.push(() => copy.disconnect());
  await expect.poll(() => copy.exists('forewarm:entry:k'), { timeout: 20_000 }).toBe(1);
  await sentinel.primary.crash();
  const works = async (): Promise<unknown> => {
    const read = await store.get('k');
    await store.set('later', warmth(), 60_000);
    return read?.value;
  };
  const kept = (): Promise<unknown> => works().catch(() => null);
  await expect.poll(kept, { timeout: 40_000, interval: 200 }).toMatchObject({ hash: 'h' });
});
