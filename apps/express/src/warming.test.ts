import { definePrefix, type Prefix, type WarmStore } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { redisStore } from '@forewarm/server/redis';
import { scriptedAdapter, type ScriptedAdapter, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from './config.js';
import { openLog } from './seen/log.js';
import { keepWarm } from './warming.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** What is told of each round: level, written, found, failed. */
type Round = [number, number, number, number];

/** An instance that keeps two contexts warm, as the environment says. */
function instance(
  env: Record<string, string>,
  store?: WarmStore,
): { adapter: ScriptedAdapter<Prefix>; rounds: () => Round[]; end: () => void } {
  const adapter = scriptedAdapter<Prefix>();
  const by = (text: string): Prefix => definePrefix({ model: 'm', system: text });
  const handler = createHandler({ adapter, prefixes: { a: by('A'), b: by('B') }, store });
  const config = readConfig({ LOG_LEVEL: 'info', ...env });
  const lines: string[] = [];
  const end = keepWarm(config, handler, openLog(config, { write: (line: string) => void lines.push(line) }));
  closers.push(end);
  const rounds = (): Round[] =>
    lines
      .map((line) => JSON.parse(line) as Record<string, number>)
      .map(({ level, wrote, found, failed }): Round => [level!, wrote!, found!, failed!]);
  return { adapter, rounds, end };
}

const [INFO, WARN] = [30, 40];

test('at the start the named contexts are warmed, and what came of it is told; one that is not there is a warning', async () => {
  const { adapter, rounds } = instance({ WARM_ALL: 'a' });
  await expect.poll(rounds).toEqual([[INFO, 1, 0, 0]]);
  expect(adapter.warms.map(({ prefix }) => prefix.system)).toEqual([[{ type: 'text', text: 'A' }]]);
  const wrong = instance({ WARM_ALL: 'a,typo' });
  await expect.poll(wrong.rounds).toEqual([[WARN, 1, 0, 1]]);
});

test('by the clock they are warmed again, which costs nothing while they are fresh, until it is ended', async () => {
  const { adapter, rounds, end } = instance({ WARM_ALL: 'a,b', WARM_ALL_MINUTES: '0.001' });
  await expect.poll(() => rounds().length).toBeGreaterThan(2);
  end();
  const [first, ...later] = rounds();
  expect([first, new Set(later.map(String))]).toEqual([[INFO, 2, 0, 0], new Set([String([INFO, 0, 2, 0])])]);
  expect(adapter.warms).toHaveLength(2);
});

test('several instances that start at once write each context once', async () => {
  const redis = await startRedis();
  closers.push(() => redis.close());
  const instances = [1, 2, 3].map(() => {
    const client = new Redis(redis.url);
    client.on('error', () => null);
    const store = redisStore({ redis: client });
    closers.push(
      () => client.disconnect(),
      () => store.close(),
    );
    return instance({ WARM_ALL: 'a,b' }, store);
  });
  await expect.poll(() => instances.flatMap(({ rounds }) => rounds()).length).toBe(3);
  expect(instances.flatMap(({ adapter }) => adapter.warms)).toHaveLength(2);
});

test('none is named, none is warmed', async () => {
  const { adapter, rounds } = instance({});
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([adapter.warms.length, rounds()]).toEqual([0, []]);
});
