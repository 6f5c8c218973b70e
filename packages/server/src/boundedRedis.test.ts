import { type AddressInfo, connect as open, createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BoundedRedis } from './boundedRedis.js';
import type { LimitedCall } from './limits/limits.js';
import { rateLimits } from './limits/rateLimits.js';
import type { Chunk } from './stream/chunks.js';
import type { RedisClient } from './redisClient.js';
import { redisAnswers } from './resume/redisAnswers.js';

let server: RedisServer;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());
afterEach(async () => {
  server.thaw();
  for (const close of closers.splice(0)) await close();
});

const nothing = (): void => {};
async function* none(): AsyncGenerator<Chunk, void, undefined> {}

/** Four limits in a row, all far from their maximum. */
const many = { max: 1_000, perSeconds: 60 };
const FOUR = { user: many, address: many, prefix: many, total: many };
const callOf = (request: Request): LimitedCall => ({
  action: 'ask',
  scope: { user: 'ada' },
  connection: { address: '192.0.2.1' },
  prefix: { id: 'doc' },
  request,
});
const newRequest = (): Request => new Request('http://localhost/ask', { method: 'POST' });

const CLIENTS: Record<string, (port: number) => Promise<RedisClient>> = {
  async 'ioredis by default'(port) {
    const client = new Redis(port);
    client.on('error', () => null);
    closers.push(() => client.disconnect());
    await client.ping();
    return client;
  },
  async 'redis by default'(port) {
    const client = await createClient({ url: `redis://127.0.0.1:${port}` })
      .on('error', () => null)
      .connect();
    closers.push(() => client.destroy());
    return client;
  },
};

describe.each(Object.keys(CLIENTS))('%s', (name) => {
  test('a silent Redis holds up all that is done for one request for no longer than its time, and the next not at all', async () => {
    const redis = await CLIENTS[name]!(server.port);
    const timeoutMs = 1_000;
    const limits = rateLimits({ redis, timeoutMs, asks: FOUR, streams: 8 });
    const answers = redisAnswers({ redis, timeoutMs });
    expect(await limits.count(callOf(newRequest()))).toBeNull();
    server.freeze();
    const all = async (): Promise<string> => {
      const call = callOf(newRequest());
      expect(await limits.count(call)).toBeNull();
      ((await limits.openStream(call)) as () => void)();
      const ref = { id: crypto.randomUUID(), owner: 'ada' };
      const reader = { signal: new AbortController().signal, request: call.request };
      await expect(answers.resume(ref, 0, reader)).rejects.toMatchObject({ status: 503 });
      expect(
        await answers.keep({ ...ref, begin: none, signs: () => 0, abandon: nothing, onEnd: nothing }, reader),
      ).not.toBeNull();
      await answers.stop(ref, call.request);
      return 'served';
    };
    // Nine commands: bounded one by one, they would take seconds, or for ever.
    expect(await Promise.race([all(), sleep(3 * timeoutMs, 'still waiting')])).toBe('served');
    expect(await Promise.race([all(), sleep(timeoutMs * 0.9, 'still waiting')])).toBe('served');
    server.thaw();
    // It is used again once it answers.
    const bounded = new BoundedRedis('test', redis, timeoutMs);
    await expect
      .poll(() => bounded.ask((port) => port.get('missing')).catch(() => 'down'), { timeout: 10_000 })
      .toBeNull();
  }, 30_000);

  test('a slow Redis has the time of one request for all its limits, not for each', async () => {
    const slow = await slowed(server.port, 220);
    closers.push(slow.close);
    const redis = await CLIENTS[name]!(slow.port);
    const limits = rateLimits({ redis, timeoutMs: 500, asks: FOUR, streams: 8, keyPrefix: `${name}:` });
    await sleep(300);
    const before = slow.evals();
    const call = callOf(newRequest());
    expect(await limits.count(call)).toBeNull();
    ((await limits.openStream(call)) as () => void)();
    expect(slow.evals() - before).toBeLessThanOrEqual(3);
  });
});

test('a Redis that refuses costs no time, and is used again at once when it is back', async () => {
  const own = await startRedis();
  closers.push(() => own.close());
  const client = new Redis(own.port, '127.0.0.1', { retryStrategy: () => 20 });
  client.on('error', () => null);
  closers.push(() => client.disconnect());
  await client.ping();
  const redis = new BoundedRedis('test', client, 60_000);
  await own.crash();
  await expect.poll(() => client.status).toMatch(/close|reconnecting/);
  await expect(redis.ask((port) => port.get('key'))).rejects.toThrow(/the client is|Connection is closed|ECONN/);
  await own.restart();
  await expect.poll(() => redis.ask((port) => port.get('missing')).catch(() => 'down')).toBeNull();
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a time that is none is refused by name: %s', (timeoutMs) => {
  const redis = new Redis({ lazyConnect: true });
  expect(() => rateLimits({ redis, timeoutMs })).toThrow(
    `rateLimits: timeoutMs is ${timeoutMs}; it must be a finite number`,
  );
  expect(() => redisAnswers({ redis, timeoutMs })).toThrow(`redisAnswers: timeoutMs is ${timeoutMs}`);
});

/** A Redis that answers `ms` milliseconds late and counts scripts. */
async function slowed(to: number, ms: number): Promise<{ port: number; evals: () => number; close: () => unknown }> {
  let evals = 0;
  const proxy = createServer((near) => {
    const far = open(to, '127.0.0.1');
    near.on('data', (data) => {
      evals += data.toString('latin1').match(/\r\neval(sha)?\r\n/gi)?.length ?? 0;
      far.write(data);
    });
    far.on('data', (data) => setTimeout(() => near.write(data), ms));
    near.on('error', () => null).on('close', () => far.destroy());
    far.on('error', () => null).on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { port: (proxy.address() as AddressInfo).port, evals: () => evals, close: () => proxy.close() };
}
