import { type RedisServer, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { LimitedCall } from './limits.js';
import { rateLimits } from './rateLimits.js';

let server: RedisServer;
let admin: Redis;
const clients: Redis[] = [];
beforeEach(async () => {
  server = await startRedis();
  admin = await connect();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await server.close();
});

async function connect(options: object = {}): Promise<Redis> {
  const client = new Redis(server.port, '127.0.0.1', options);
  client.on('error', () => null);
  clients.push(client);
  await new Promise((resolve) => client.once('ready', resolve));
  return client;
}

const ada: LimitedCall = { action: 'ask', scope: { user: 'ada' }, connection: {}, prefix: { id: 'doc' } };
/** Places counted in Redis, by its clock. */
async function places(): Promise<number> {
  const [seconds] = await admin.time();
  const keys = await admin.keys('forewarm:limit:streams:*');
  const counts = await Promise.all(keys.map((key) => admin.zcount(key, Number(seconds) * 1000, '+inf')));
  return counts.reduce((sum, count) => sum + count, 0);
}

test.each([
  ['as the app sets it up', { enableOfflineQueue: false, commandTimeout: 500 }],
  ['by default', {}],
])(
  'a place taken after its taker has given up is given back: a client %s',
  async (_, options) => {
    const limits = rateLimits({ redis: await connect(options), streams: 2 });
    for (let round = 0; round < 3; round++) {
      server.freeze();
      // Redis is silent: places are taken and released in memory.
      for (let n = 0; n < 2; n++) ((await limits.openStream(ada)) as () => void)();
      server.thaw();
      await admin.ping();
      // All answers have ended, so all allowed places are free at once.
      const open = [await limits.openStream(ada), await limits.openStream(ada)];
      expect(open).toEqual([expect.any(Function), expect.any(Function)]);
      for (const leave of open) (leave as () => void)();
      await expect.poll(places, { timeout: 10_000 }).toBe(0);
    }
  },
  30_000,
);

test('whoever takes a place gives back those that could not be given back before', async () => {
  const redis = await connect({ enableOfflineQueue: false });
  const limits = rateLimits({ redis, streams: 1 });
  const leave = (await limits.openStream(ada)) as () => void;
  redis.disconnect();
  leave();
  // Reconnects before the next try.
  await new Promise((resolve) => setTimeout(resolve, 900));
  await redis.connect();
  expect(await limits.openStream(ada)).toBeTypeOf('function');
});

test('a place whose taker was never told is soon free, and one that could not be given back too', async () => {
  const redis = await connect({ retryStrategy: () => 50 });
  const limits = rateLimits({ redis, streams: 1 });
  await admin.call('CLIENT', 'PAUSE', '1500', 'ALL');
  const leaveMemory = (await limits.openStream(ada)) as () => void;
  leaveMemory();
  redis.disconnect(true);
  await expect.poll(() => limits.openStream(ada), { timeout: 10_000 }).toBeTypeOf('function');
  await expect.poll(places, { timeout: 10_000 }).toBeLessThanOrEqual(1);

  const second = rateLimits({ redis, streams: 1, keyPrefix: 'second:' });
  const leave = (await second.openStream(ada)) as () => void;
  server.freeze();
  leave();
  await new Promise((resolve) => setTimeout(resolve, 800));
  redis.disconnect(true);
  server.thaw();
  await expect.poll(() => second.openStream(ada), { timeout: 10_000 }).toBeTypeOf('function');
}, 30_000);

test('a place that can’t be given back keeps no process alive', async () => {
  const limits = rateLimits({ redis: await connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 }) });
  const leave = (await limits.openStream(ada)) as () => void;
  const set = vi.spyOn(globalThis, 'setTimeout');
  server.freeze();
  leave();
  const retries = (): NodeJS.Timeout[] =>
    set.mock.results.flatMap(({ value }, index) => (set.mock.calls[index]![1] === 1_000 ? [value as never] : []));
  await expect.poll(retries, { timeout: 5_000 }).not.toEqual([]);
  expect(retries().map((timer) => timer.hasRef())).not.toContain(true);
  set.mockRestore();
  server.thaw();
});

test('a place is taken where timers are numbers, as in workers', async () => {
  const limits = rateLimits({ redis: await connect() });
  const { setTimeout: start } = globalThis;
  const numbers = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((run: () => void, ms?: number) => Number(start(run, ms))) as typeof setTimeout);
  onTestFinished(() => numbers.mockRestore());
  const leave = (await limits.openStream(ada)) as () => void;
  await expect.poll(places).toBe(1);
  leave();
  await expect.poll(places).toBe(0);
});
