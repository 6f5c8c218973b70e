import { openRedisCluster, type RedisCluster, type RedisServer, startRedis } from '@forewarm/testing';
import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rateLimits } from './limits/index.js';
import { type RedisClient, toRedisPort } from './redisClient.js';
import { redisAnswers } from './resume/index.js';
import type { Chunk } from './stream/chunks.js';

let server: RedisServer;
let cluster: RedisCluster;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), openRedisCluster()]);
}, 60_000);
afterAll(async () => {
  for (const close of closers) close();
  await Promise.all([server.close(), cluster.close()]);
});

const nodes = (): { host: string; port: number }[] => cluster.ports.map((port) => ({ host: '127.0.0.1', port }));

const CLIENTS: Record<string, () => RedisClient | Promise<RedisClient>> = {
  ioredis() {
    const client = new Redis(server.port);
    closers.push(() => client.disconnect());
    return client;
  },
  'ioredis Cluster'() {
    const client = new Cluster(nodes());
    closers.push(() => client.disconnect());
    return client;
  },
  async redis() {
    const client = await createClient({ url: server.url }).connect();
    closers.push(() => client.destroy());
    return client;
  },
  async 'redis cluster'() {
    const rootNodes = nodes().map(({ host, port }) => ({ url: `redis://${host}:${port}` }));
    const client = await createCluster({ rootNodes }).connect();
    closers.push(() => client.destroy());
    return client;
  },
};

const PUBLISH = "return redis.call('PUBLISH', ARGV[1], ARGV[2])";

describe.each(Object.keys(CLIENTS))('%s', (name) => {
  let client: RedisClient;
  beforeAll(async () => {
    client = await CLIENTS[name]!();
  });

  test('keeps values with an end, on all servers of a cluster', async () => {
    const port = toRedisPort('test', client);
    for (const n of Array.from({ length: 30 }, (_, index) => index)) {
      const key = `${name}:${n}`;
      expect(await port.get(key)).toBeNull();
      await port.set(key, 'a', 60_000);
      expect(await port.get(key)).toBe('a');
      await port.set(key, 'b', 59_000);
      expect(await port.get(key)).toBe('b');
      expect(await port.eval("return redis.call('PTTL', KEYS[1])", [key], [])).toSatisfy(
        (ttl: number) => ttl > 0 && ttl <= 59_000,
      );
      await port.del(key);
      expect(await port.get(key)).toBeNull();
    }
  });

  test('runs a script with its keys and arguments, lists come back as lists', async () => {
    const port = toRedisPort('test', client);
    expect(await port.eval('return {KEYS[1], ARGV[1], tonumber(ARGV[2])}', ['key'], ['a', 2])).toEqual(['key', 'a', 2]);
    await expect(port.eval("return redis.error_reply('ERR no')", ['key'], [])).rejects.toThrow('no');
  });

  test('hears what is published, until it is closed', async () => {
    const port = toRedisPort('test', client);
    const heard: string[] = [];
    const close = port.subscribe(`channel:${name}`, (message) => heard.push(message));
    await expect
      .poll(
        async () => {
          await port.eval(PUBLISH, ['any'], [`channel:${name}`, 'hello']);
          return heard[0];
        },
        { timeout: 10_000 },
      )
      .toBe('hello');
    close();
    close();
  });

  test('limits of two instances count together', async () => {
    const options = {
      redis: client,
      keyPrefix: `${name}:limit:`,
      asks: { user: { max: 20, perSeconds: 60 } },
      streams: 3,
    };
    const limits = [rateLimits(options), rateLimits(options)];
    for (const user of ['ada', 'bob', 'cy']) {
      const call = { action: 'ask', scope: { user }, connection: {}, prefix: { id: 'doc' } } as const;
      const asked = await Promise.all(Array.from({ length: 40 }, (_, n) => limits[n % 2]!.count(call)));
      expect(asked.filter((refusal) => refusal === null)).toHaveLength(20);
      const places = await Promise.all(Array.from({ length: 6 }, (_, n) => limits[n % 2]!.openStream(call)));
      const taken = places.filter((place) => typeof place === 'function');
      expect(taken).toHaveLength(3);
      taken[0]!();
      await expect.poll(() => limits[1]!.openStream(call)).toBeTypeOf('function');
    }
  });

  test('an answer of one instance is read at another', async () => {
    const options = { redis: client, keyPrefix: `${name}:answer:` };
    const [writing, reading] = [redisAnswers(options), redisAnswers(options)];
    const reader = new AbortController();
    const ids = Array.from({ length: 9 }, () => crypto.randomUUID());
    const all = ids.map(async (id) => {
      const nothing = (): void => {};
      const answer = { id, owner: 'ada', begin: () => words(20), signs: () => 0, abandon: nothing, onEnd: nothing };
      const written = await writing.keep(answer, reader);
      for await (const _ of written!.chunks);
      const resumed = await reading.resume({ id, owner: 'ada' }, 5, reader);
      const read: string[] = [];
      for await (const chunk of resumed!.chunks) read.push(...chunk);
      return read;
    });
    for (const read of await Promise.all(all)) {
      expect(read).toEqual(Array.from({ length: 15 }, (_, n) => `id: ${n + 6}\ndata: ${n + 5}\n\n`));
    }
  });
});

async function* words(count: number): AsyncGenerator<Chunk, void, undefined> {
  for (let n = 0; n < count; n++) {
    yield [`data: ${n}\n\n`];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('hears again after Redis was restarted', async () => {
  const own = await startRedis();
  const [first, second] = [
    new Redis(own.port),
    await createClient({ url: own.url })
      .on('error', () => null)
      .connect(),
  ];
  first.on('error', () => null);
  closers.push(
    () => first.disconnect(),
    () => second.destroy(),
    () => own.close(),
  );
  for (const client of [first, second]) {
    const port = toRedisPort('test', client);
    const heard: string[] = [];
    const says = async (message: string): Promise<void> => {
      await expect
        .poll(
          async () => {
            await port.eval(PUBLISH, ['any'], ['channel', message]).catch(() => null);
            return heard;
          },
          { timeout: 20_000 },
        )
        .toContain(message);
    };
    closers.push(port.subscribe('channel', (message) => heard.push(message)));
    await says('before');
    await own.crash();
    await own.restart();
    await says('after');
  }
}, 60_000);

test.each([
  [undefined, 'undefined'],
  ['redis://localhost', 'string'],
  [{}, 'an object of class Object'],
  [{ eval: () => null, get: () => null }, 'an object of class Object'],
  [new Map(), 'an object of class Map'],
])('a client it cannot drive is refused by name: %s', (client, said) => {
  expect(() => toRedisPort('rateLimits', client as never)).toThrow(
    `rateLimits: redis is ${said}; it must be a client of ioredis (new Redis(), new Cluster()), of redis 5 or later`,
  );
});
