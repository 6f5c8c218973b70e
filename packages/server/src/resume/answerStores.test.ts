import { type RedisServer, startRedis } from '@forewarm/testing';
import { type AnswerStoreSubject, describeAnswerStore } from '@forewarm/testing/store';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll } from 'vitest';
import { faultsOf } from '../testing/redisClients.js';
import type { RedisClient } from '../redisClient.js';
import { memoryAnswers } from './memoryAnswers.js';
import { redisAnswers } from './redisAnswers.js';

let server: RedisServer;
let carrier: Redis;
beforeAll(async () => {
  server = await startRedis();
  carrier = new Redis(server.url);
});
afterAll(async () => {
  carrier.disconnect();
  await server.close();
});

/** Two instances with their own clients, which reconnect at once. */
async function pair(connect: () => Promise<[RedisClient, () => unknown]>): Promise<AnswerStoreSubject> {
  const [[a, closeA], [b, closeB]] = await Promise.all([connect(), connect()]);
  const close = (): void => {
    closeA();
    closeB();
  };
  const stores = [redisAnswers({ redis: a }), redisAnswers({ redis: b })] as const;
  return { stores, faults: faultsOf(server, carrier), close };
}

async function ioRedis(): Promise<[RedisClient, () => unknown]> {
  const client = new Redis(server.url, { retryStrategy: () => 1 }).on('error', () => null);
  await new Promise((resolve) => client.once('ready', resolve));
  return [client, () => client.disconnect()];
}

async function nodeRedis(): Promise<[RedisClient, () => unknown]> {
  const client = createClient({ url: server.url, socket: { reconnectStrategy: 1 } }).on('error', () => null);
  await client.connect();
  return [client, () => client.destroy()];
}

describeAnswerStore('memory', () => {
  const store = memoryAnswers();
  return { stores: [store, store] };
});
describeAnswerStore('redis, by ioredis', () => pair(ioRedis));
describeAnswerStore('redis, by node-redis', () => pair(nodeRedis));
