import type { RedisRest, RedisSentinel, RedisServer } from '@forewarm/testing';
import type { StoreFaults, StoreSubject } from '@forewarm/testing/store';
import { Redis as RestRedis } from '@upstash/redis';
import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster, createSentinel } from 'redis';
import { type RedisClient, type RedisStore, redisStore } from '../redis/index.js';
import type { NodeRedisClient } from '../redisClient.js';

export interface Opened {
  readonly redis: RedisClient;
  readonly close: () => unknown;
}

const HOST = '127.0.0.1';
const IMPATIENT = { enableOfflineQueue: false, maxRetriesPerRequest: 0 };

export const byIoRedis = (url: string, more: { commandTimeout?: number } = {}): Promise<Opened> =>
  ready(new Redis(url, { ...IMPATIENT, ...more }));
export const byIoRedisOnCluster = (ports: readonly number[]): Promise<Opened> =>
  ready(new Cluster(ports.map((port) => ({ host: HOST, port }))));
export const byIoRedisBehind = ({ name, port }: RedisSentinel): Promise<Opened> =>
  ready(new Redis({ ...IMPATIENT, name, sentinels: [{ host: HOST, port }] }));

export const byNodeRedis = (url: string): Promise<Opened> => connected(createClient({ url }));
export const byNodeRedisOnCluster = (ports: readonly number[]): Promise<Opened> =>
  connected(createCluster({ rootNodes: ports.map((port) => ({ url: `redis://${HOST}:${port}` })) }));
export const byNodeRedisBehind = ({ name, port }: RedisSentinel): Promise<Opened> =>
  connected(createSentinel({ name, sentinelRootNodes: [{ host: HOST, port }] }));

export const byUpstash = ({ url, token }: RedisRest): Promise<Opened> =>
  Promise.resolve({ redis: new RestRedis({ url, token, automaticDeserialization: false }), close: () => null });

async function ready(redis: Redis | Cluster): Promise<Opened> {
  redis.on('error', () => null);
  await new Promise((resolve) => redis.once('ready', resolve));
  return { redis, close: () => redis.disconnect() };
}

async function connected(
  redis: NodeRedisClient & {
    connect(): Promise<unknown>;
    destroy(): unknown;
    on(event: 'error', listener: () => void): unknown;
  },
): Promise<Opened> {
  redis.on('error', () => null);
  await redis.connect();
  return { redis, close: () => redis.destroy() };
}

/** Two instances' stores. */
export async function pair(
  open: () => Promise<Opened>,
): Promise<StoreSubject & { stores: readonly [RedisStore, RedisStore] }> {
  const [a, b] = await Promise.all([open(), open()]);
  const stores = [redisStore({ redis: a.redis }), redisStore({ redis: b.redis })] as const;
  return {
    stores,
    close() {
      for (const store of stores) store.close();
      a.close();
      b.close();
    },
  };
}

/** `carrier` stays connected. */
export function faultsOf(server: RedisServer, carrier: Redis): StoreFaults {
  return {
    pause: () => server.freeze(),
    resume: () => server.thaw(),
    breakConnections: () => carrier.call('CLIENT', 'KILL', 'TYPE', 'normal'),
    async endless() {
      const keys = await carrier.keys('*');
      const ends = await Promise.all(keys.map((key) => carrier.pttl(key)));
      return keys.filter((_, index) => ends[index] === -1);
    },
  };
}
