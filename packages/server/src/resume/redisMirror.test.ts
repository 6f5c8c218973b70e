import { type RedisServer, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedisClient } from '../redisClient.js';
import type { Chunk } from '../stream/chunks.js';
import type { AnswerStore } from './answerStore.js';
import { redisAnswers } from './redisAnswers.js';

let server: RedisServer;
let admin: Redis;
beforeAll(async () => {
  server = await startRedis();
  admin = new Redis(server.port);
});
afterAll(async () => {
  admin.disconnect();
  await server.close();
});

const nothing = (): void => {};
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function* words(): AsyncGenerator<Chunk, void, undefined> {
  for (let n = 0; n < 12; n++) {
    yield [`data: ${n}\n\n`];
    await sleep(25);
  }
}

async function write(answers: AnswerStore): Promise<void> {
  const { signal } = new AbortController();
  const answer = { id: crypto.randomUUID(), owner: 'ada', chunks: words(), abandon: nothing, onEnd: nothing };
  for await (const _ of answers.keep(answer, signal));
}

/** Keys that never end. */
async function endless(): Promise<string[]> {
  const keys = await admin.keys('*');
  const ends = await Promise.all(keys.map((key) => admin.pttl(key)));
  return keys.filter((_, index) => ends[index] === -1);
}

const open = { ioredis: openIoRedis, redis: openNodeRedis };

test.each(['ioredis', 'redis'] as const)(
  'no text of an answer stays in Redis for ever, however its connections are killed: %s',
  async (by) => {
    const [redis, close] = await open[by]();
    const answers = redisAnswers({ redis, keepMs: 1_000 });
    const state = { over: false };
    let killed = 0;
    const kill = async (): Promise<void> => {
      while (!state.over) {
        await sleep(Math.random() * 30);
        killed += Number(await admin.call('CLIENT', 'KILL', 'TYPE', 'normal'));
      }
    };
    const ends: string[] = [];
    const watch = async (): Promise<void> => {
      while (!state.over) {
        ends.push(...(await endless()));
        await sleep(20);
      }
    };
    const around = Promise.all([kill(), watch()]);
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 80 }, async () => {
          await sleep(Math.random() * 300);
          await write(answers);
        }),
      );
    }
    state.over = true;
    await around;
    expect(killed).toBeGreaterThan(20);
    expect(ends).toEqual([]);
    // What is written late, from a client's queue, too.
    await sleep(500);
    expect(await endless()).toEqual([]);
    await close();
  },
  60_000,
);

async function openIoRedis(): Promise<[RedisClient, () => unknown]> {
  const client = new Redis(server.port, { retryStrategy: () => 1 });
  client.on('error', nothing);
  return [client, () => client.disconnect()];
}

async function openNodeRedis(): Promise<[RedisClient, () => unknown]> {
  const client = createClient({ url: server.url, socket: { reconnectStrategy: 1 } }).on('error', nothing);
  await client.connect();
  return [client, () => client.destroy()];
}
