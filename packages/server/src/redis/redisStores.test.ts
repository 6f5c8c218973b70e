import { execFileSync } from 'node:child_process';
import {
  openRedisCluster,
  openRedisRest,
  openRedisSentinel,
  type RedisCluster,
  type RedisRest,
  type RedisSentinel,
  type RedisServer,
  startRedis,
} from '@forewarm/testing';
import { describeStore } from '@forewarm/testing/store';
import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import {
  byIoRedis,
  byIoRedisBehind,
  byIoRedisOnCluster,
  byNodeRedis,
  byNodeRedisBehind,
  byNodeRedisOnCluster,
  byUpstash,
  faultsOf,
  type Opened,
  pair,
} from '../testing/redisClients.js';

const VALKEY = 'valkey-server';
/** Few systems package it. */
const hasValkey = ((): boolean => {
  try {
    return execFileSync(VALKEY, ['--version']).length > 0;
  } catch {
    return false;
  }
})();

let server: RedisServer;
let cluster: RedisCluster;
let sentinel: RedisSentinel;
let rest: RedisRest;
let valkey: RedisServer | null;
let carrier: Redis;
beforeAll(async () => {
  [server, cluster, sentinel, valkey] = await Promise.all([
    startRedis(),
    openRedisCluster(),
    openRedisSentinel(),
    hasValkey ? startRedis([], VALKEY) : null,
  ]);
  carrier = new Redis(server.url);
  rest = await openRedisRest(carrier);
}, 60_000);
afterAll(async () => {
  await rest.close();
  carrier.disconnect();
  await Promise.all([server.close(), cluster.close(), sentinel.close(), valkey?.close()]);
});

/** A client with a timeout of half a second. */
const timed = (): Promise<Opened> => byIoRedis(server.url, { commandTimeout: 500 });

describeStore('redis, by ioredis', async () => ({
  ...(await pair(() => byIoRedis(server.url))),
  faults: faultsOf(server, carrier),
}));
describeStore('redis, by ioredis with a timeout', async () => ({
  ...(await pair(timed)),
  faults: faultsOf(server, carrier),
}));
describeStore('redis, by node-redis', async () => ({
  ...(await pair(() => byNodeRedis(server.url))),
  faults: faultsOf(server, carrier),
}));
describeStore('redis cluster, by ioredis', () => pair(() => byIoRedisOnCluster(cluster.ports)));
describeStore('redis cluster, by node-redis', () => pair(() => byNodeRedisOnCluster(cluster.ports)));
describeStore('redis behind a sentinel, by ioredis', () => pair(() => byIoRedisBehind(sentinel)));
describeStore('redis behind a sentinel, by node-redis', () => pair(() => byNodeRedisBehind(sentinel)));
describeStore('redis over HTTP, by @upstash/redis', () => pair(() => byUpstash(rest)), { tells: false });
if (hasValkey) {
  describeStore('valkey, by ioredis', () => pair(() => byIoRedis(valkey!.url)));
  describeStore('valkey, by node-redis', () => pair(() => byNodeRedis(valkey!.url)));
}
