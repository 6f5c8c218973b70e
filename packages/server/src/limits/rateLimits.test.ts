import { type RedisServer, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BoundedRedis } from '../boundedRedis.js';
import type { LimitedCall } from './limits.js';
import { networkOf } from './network.js';
import { rateLimits } from './rateLimits.js';
import { redisSlots } from './redisSlots.js';

let server: RedisServer;
const clients: Redis[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
});

async function redis(): Promise<Redis> {
  const client = new Redis(server.port, '127.0.0.1', { enableOfflineQueue: false, commandTimeout: 500 });
  client.on('error', () => null);
  clients.push(client);
  await new Promise((resolve) => client.once('ready', resolve));
  await client.flushall();
  return client;
}

const call = (over: Partial<LimitedCall> = {}): LimitedCall => ({
  action: 'ask',
  scope: {},
  connection: {},
  prefix: { id: 'doc' },
  ...over,
});
const minute = (max: number): { max: number; perSeconds: number } => ({ max, perSeconds: 60 });

describe.each(['memory', 'Redis'] as const)('in %s', (where) => {
  const client = async (): Promise<{ redis?: Redis }> => (where === 'Redis' ? { redis: await redis() } : {});

  test('counts by user, address, prefix and in total, each by itself', async () => {
    const limits = rateLimits({
      ...(await client()),
      asks: { user: minute(2), address: minute(3), prefix: minute(4), total: minute(5) },
    });
    const by = async (over: Partial<LimitedCall>): Promise<string> => (await limits.count(call(over)))?.by ?? 'passes';
    const ada = { scope: { user: 'ada' }, connection: { address: '10.0.0.1' } };
    const bob = { scope: { user: 'bob' }, connection: { address: '10.0.0.1' } };
    expect([await by(ada), await by(ada), await by(ada)]).toEqual(['passes', 'passes', 'user']);
    expect([await by(bob), await by(bob)]).toEqual(['passes', 'address']);
    const cy = { scope: { user: 'cy' }, connection: { address: '10.0.0.2' } };
    expect([await by(cy), await by(cy)]).toEqual(['passes', 'prefix']);
    const other = { prefix: { id: 'other', thread: [{ question: 'Q', answer: 'A' }] } };
    expect([await by(other), await by(other)]).toEqual(['passes', 'total']);
  });

  test('over a month too, which is longer than a timer can wait', async () => {
    const month = { max: 1, perSeconds: 30 * 86_400 };
    const limits = rateLimits({ ...(await client()), asks: { total: month } });
    expect(await limits.count(call())).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await limits.count(call())).toMatchObject({ by: 'total' });
  });

  test('warms and asks apart, and says how long to wait', async () => {
    const limits = rateLimits({ ...(await client()), warms: { total: minute(1) }, asks: { total: minute(1) } });
    expect(await limits.count(call())).toBeNull();
    expect(await limits.count(call({ action: 'warm' }))).toBeNull();
    const refusal = await limits.count(call({ action: 'warm' }));
    expect(refusal?.by).toBe('total');
    expect(refusal?.retryAfterMs).toBeGreaterThan(0);
    expect(refusal?.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test('different prefixes apart from warms: any number of one, few of many, by default too', async () => {
    const limits = rateLimits({ ...(await client()), warms: { user: null, address: null }, asks: { user: null } });
    const ada = { scope: { user: 'ada' }, connection: { address: '192.0.2.1' }, action: 'warm' } as const;
    const pages = async (count: number, over: Partial<LimitedCall>): Promise<string[]> => {
      const by: string[] = [];
      for (let page = 0; page < count; page++) {
        const prefix = { id: 'doc', params: { page } };
        // A prefix and its threads count once.
        const thread = [{ question: 'Q', answer: `${page}` }];
        for (const named of [prefix, { ...prefix, thread }])
          by.push((await limits.count(call({ ...ada, ...over, prefix: named })))?.by ?? 'passes');
      }
      return by;
    };
    const passes = (count: number, refused: string): string[] =>
      Array.from({ length: 50 }, (_, n) => (n < count * 2 ? 'passes' : refused));
    expect(await pages(25, {})).toEqual(passes(20, 'user'));
    expect(await pages(25, {})).toEqual(passes(20, 'user'));
    // One address with many users, or none.
    for (const user of ['b', 'c']) expect(await pages(20, { scope: { user } })).not.toContain('user');
    const strangers = await Promise.all(
      Array.from({ length: 100 }, (_, page) =>
        limits.count(
          call({ action: 'ask', connection: { address: '192.0.2.9' }, prefix: { id: 'doc', params: { page } } }),
        ),
      ),
    );
    expect(strangers.filter((refusal) => refusal === null)).toHaveLength(60);
    const refused = strangers.find((refusal) => refusal !== null);
    expect(refused).toEqual({ by: 'address', retryAfterMs: expect.any(Number) });
    expect(refused?.retryAfterMs).toBeGreaterThan(290_000);
    expect(refused?.retryAfterMs).toBeLessThanOrEqual(300_000);
  });

  test('different conversations on one prefix, each a write of its turns: by default too, and any number of calls in each', async () => {
    const limits = rateLimits({ ...(await client()), warms: { user: null, address: null } });
    const by = async (turn: number, user: string): Promise<string> => {
      const prefix = { id: 'doc', thread: [{ question: 'Q', answer: `${turn}` }] };
      const from = { scope: { user }, connection: { address: '192.0.2.1' }, action: 'warm' } as const;
      return (await limits.count(call({ ...from, prefix })))?.by ?? 'passes';
    };
    const all = async (count: number, user: string): Promise<string[]> => {
      const each: string[] = [];
      for (let turn = 0; turn < count; turn++) each.push(await by(turn, user));
      return each;
    };
    const sixty = Array.from({ length: 60 }, () => 'passes');
    expect(await all(62, 'ada')).toEqual([...sixty, 'user', 'user']);
    expect(await all(62, 'ada')).toEqual([...sixty, 'user', 'user']);
    // Other conversations at the same address: three people's.
    for (let person = 1; person < 3; person++) {
      for (let turn = 0; turn < 60; turn++) expect(await by(100 * person + turn, `person ${person}`)).toBe('passes');
    }
    expect(await by(1_000, 'one more')).toBe('address');
  });

  test('exactly so many of those that come at once', async () => {
    const limits = rateLimits({ ...(await client()), asks: { total: minute(10) } });
    const all = await Promise.all(Array.from({ length: 50 }, () => limits.count(call())));
    expect(all.filter((refusal) => refusal === null)).toHaveLength(10);
  });

  test('one user of two tenants is two, a session stands in for a user', async () => {
    const limits = rateLimits({ ...(await client()), asks: { user: minute(1) } });
    for (const scope of [{ user: 'a', tenant: 'x' }, { user: 'a', tenant: 'y' }, { session: 'a' }, { user: 'a' }]) {
      expect(await limits.count(call({ scope }))).toBeNull();
      expect(await limits.count(call({ scope }))).toMatchObject({ by: 'user' });
    }
  });

  test('going on with answers has limits and places of its own, since the broken connection may still hold its', async () => {
    const limits = rateLimits({
      ...(await client()),
      streams: 1,
      asks: { user: minute(1) },
      resumes: { user: minute(2) },
    });
    const ada = { scope: { user: 'ada' } };
    const resume = call({ ...ada, action: 'resume', prefix: undefined });
    expect(await limits.count(call(ada))).toBeNull();
    expect([await limits.count(resume), await limits.count(resume)]).toEqual([null, null]);
    expect(await limits.count(resume)).toMatchObject({ by: 'user' });
    expect(await limits.openStream(call(ada))).toBeTypeOf('function');
    const leave = (await limits.openStream(resume)) as () => void;
    expect(await limits.openStream(resume)).toMatchObject({ by: 'streams' });
    leave();
    await expect.poll(() => limits.openStream(resume)).toBeTypeOf('function');
  });

  test('so many answers at once for one user, each place given back once', async () => {
    const limits = rateLimits({ ...(await client()), streams: 2 });
    const ada = call({ scope: { user: 'ada' } });
    const places = [await limits.openStream(ada), await limits.openStream(ada)];
    expect(await limits.openStream(ada)).toEqual({ by: 'streams', retryAfterMs: 5_000 });
    expect(typeof (await limits.openStream(call({ scope: { user: 'bob' } })))).toBe('function');
    const [leave] = places as (() => void)[];
    leave!();
    leave!();
    await expect.poll(() => limits.openStream(ada)).toBeTypeOf('function');
    expect(await limits.openStream(ada)).toMatchObject({ by: 'streams' });
  });
});

test('instances on one Redis count together', async () => {
  const limits = [await redis(), await redis()].map((client) =>
    rateLimits({ redis: client, asks: { total: minute(3) }, streams: 1 }),
  );
  const counts = [0, 1, 0, 1].map((at) => limits[at]!.count(call()));
  expect((await Promise.all(counts)).filter((refusal) => refusal === null)).toHaveLength(3);
  const ada = call({ scope: { user: 'ada' } });
  expect(await limits[0]!.openStream(ada)).toBeTypeOf('function');
  expect(await limits[1]!.openStream(ada)).toMatchObject({ by: 'streams' });
});

test('places of an instance that dies are soon free, those of one that lives are held on to, also through a restart of Redis', async () => {
  const heldMs = 300;
  const [dying, other] = [await redis(), await redis()];
  const dead = redisSlots(new BoundedRedis('test', dying), 'slots:', heldMs);
  const living = redisSlots(new BoundedRedis('test', other), 'slots:', heldMs);
  expect(await dead.take('ada', 2)).toBeTypeOf('function');
  const leave = await living.take('ada', 2);
  expect(await living.take('ada', 2)).toBeNull();
  dying.disconnect();
  await expect.poll(() => living.take('ada', 2)).toBeTypeOf('function');
  // The living process renews both places for longer than an unrenewed one lives.
  await new Promise((resolve) => setTimeout(resolve, 3 * heldMs));
  expect(await living.take('ada', 2)).toBeNull();
  await server.crash();
  await server.restart();
  await expect.poll(() => other.zcard('slots:ada').catch(() => 0), { timeout: 10_000 }).toBe(2);
  leave!();
  await expect.poll(() => other.zcard('slots:ada')).toBe(1);
});

test('while Redis is down each instance counts its own, and nothing fails', async () => {
  const limits = rateLimits({ redis: await redis(), asks: { total: minute(2) }, streams: 1 });
  expect(await limits.count(call())).toBeNull();
  await server.crash();
  const during = await Promise.all([1, 2, 3].map(() => limits.count(call())));
  expect(during.map((refusal) => refusal?.by ?? 'passes')).toEqual(['passes', 'passes', 'total']);
  const ada = call({ scope: { user: 'ada' } });
  expect(await limits.openStream(ada)).toBeTypeOf('function');
  expect(await limits.openStream(ada)).toMatchObject({ by: 'streams' });
  await server.restart();
});

test('a caller over its limit costs Redis no further question', async () => {
  const client = await redis();
  const limits = rateLimits({ redis: client, asks: { total: minute(1) } });
  const evals = async (): Promise<string | undefined> =>
    /cmdstat_eval:calls=(\d+)/.exec(await client.info('commandstats'))?.[1];
  expect([await limits.count(call()), (await limits.count(call()))?.by]).toEqual([null, 'total']);
  const before = await evals();
  expect(before).toBeDefined();
  expect(await limits.count(call())).toMatchObject({ by: 'total' });
  expect(await evals()).toBe(before);
});

test('no name of a user stands in Redis', async () => {
  const client = await redis();
  const limits = rateLimits({ redis: client });
  await limits.count(call({ scope: { user: 'ada@example.com' } }));
  const keys = await client.keys('*');
  expect(keys).toHaveLength(2);
  expect(keys.join()).not.toContain('ada');
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  [{ streams: 0 }, 'streams is 0'],
  [{ asks: { user: { max: -1, perSeconds: 60 } } }, 'asks.user.max is -1'],
  [{ warms: { total: { max: 1, perSeconds: Number.NaN } } }, 'warms.total.perSeconds is NaN'],
  [
    { warms: { ip: null } as never },
    'warms.ip is null; it must be left out: quotas are by user, address, prefix, total',
  ],
])('bad options are refused by name', (options, message) => {
  expect(() => rateLimits(options)).toThrow(`rateLimits: ${message}`);
});
