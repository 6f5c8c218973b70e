import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSimulator } from '@forewarm/simulator';
import { startRedis, type RedisServer } from '@forewarm/testing';
import { afterEach, expect, test } from 'vitest';
import type { Order, Report } from './testing/instance.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Instance {
  readonly child: ChildProcess;
  readonly reports: Report[];
  readonly tell: (order: Order) => void;
  readonly next: (type: Report['type']) => Promise<Report>;
}

/** A server process; source is read as it is, so that no build stands between. */
async function instance(upstream: string, redisPort: number): Promise<Instance> {
  const script = fileURLToPath(new URL('./testing/instance.ts', import.meta.url));
  const execArgv = ['--import', 'tsx', '--conditions=forewarm-source'];
  const child = fork(script, [upstream, String(redisPort)], { execArgv });
  closers.push(() => child.kill('SIGKILL'));
  const reports: Report[] = [];
  child.on('message', (report: Report) => reports.push(report));
  const next = async (type: Report['type']): Promise<Report> => {
    for (;;) {
      const found = reports.findIndex((report) => report.type === type);
      if (found >= 0) return reports.splice(found, 1)[0]!;
      await once(child, 'message');
    }
  };
  await next('ready');
  return { child, reports, tell: (order) => void child.send(order), next };
}

async function setup(coldMs: number): Promise<{ instances: Instance[]; redis: RedisServer; warms: () => number }> {
  const redis = await startRedis();
  closers.push(() => redis.close());
  // Times as they pass: a warm takes `coldMs`, a hit next to nothing.
  const latency = {
    baseMs: 0,
    cachedMsPerToken: 0,
    decodeMsPerToken: 0,
    prefillMsPerToken: coldMs / 12_000,
    jitter: 0,
  };
  const simulator = createSimulator({ latency });
  const listening = await simulator.listen(0, '127.0.0.1');
  closers.push(() => listening.close());
  const instances = await Promise.all(Array.from({ length: 4 }, () => instance(listening.url, redis.port)));
  const warms = (): number => simulator.requests.filter(({ maxTokens }) => maxTokens === 0).length;
  return { instances, redis, warms };
}

test('1,000 simultaneous warms on each of four instances are one write', async () => {
  const { instances, warms } = await setup(1_000);
  for (const { tell } of instances) tell({ warm: 1_000 });
  const reports = await Promise.all(instances.map(({ next }) => next('warmed')));
  expect(reports.map((report) => report.type === 'warmed' && report.warmed)).toEqual([1_000, 1_000, 1_000, 1_000]);
  await expect.poll(warms).toBe(1);

  for (const { tell } of instances) tell({ ask: 25 });
  const answers = await Promise.all(instances.map(({ next }) => next('answered')));
  expect(answers).toEqual(Array.from({ length: 4 }, () => ({ type: 'answered', answered: 25, hits: 25 })));
  expect(warms()).toBe(1);
}, 60_000);

test('where the holder of the lease is killed midway, another goes on: at most two writes, and every ask is answered', async () => {
  const { instances, warms } = await setup(2_000);
  for (const { tell } of instances) tell({ warm: 1_000 });
  const holder = await Promise.race(instances.map((each) => each.next('writing').then(() => each)));
  const others = instances.filter((each) => each !== holder);
  // The others wait for it, and so do their questions.
  for (const { tell } of others) tell({ ask: 50 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  holder.child.kill('SIGKILL');
  const answers = await Promise.all(others.map(({ next }) => next('answered')));
  expect(answers).toMatchObject(others.map(() => ({ answered: 50, hits: 50 })));
  const reports = await Promise.all(others.map(({ next }) => next('warmed')));
  expect(reports).toMatchObject(others.map(() => ({ warmed: 1_000 })));
  // The killed one's request counts too, once the simulator has seen that its client is gone.
  await expect.poll(warms).toBeLessThanOrEqual(2);
}, 60_000);

test('while Redis is down each instance warms by itself and says so once; afterwards they share again', async () => {
  const { instances, redis, warms } = await setup(200);
  await redis.crash();
  for (const { tell } of instances) tell({ warm: 100 });
  const reports = await Promise.all(instances.map(({ next }) => next('warmed')));
  expect(reports).toMatchObject(instances.map(() => ({ warmed: 100 })));
  await expect.poll(warms).toBe(4);
  for (const { tell } of instances) tell({ ask: 10 });
  const answers = await Promise.all(instances.map(({ next }) => next('answered')));
  expect(answers).toMatchObject(instances.map(() => ({ answered: 10, hits: 10 })));
  const told = (): unknown[] =>
    instances.map(({ reports: heard }) => heard.filter((report) => report.type === 'event'));
  expect(told()).toEqual(instances.map(() => [{ type: 'event', name: 'store-degraded' }]));

  await redis.restart();
  const askAgain = async (): Promise<unknown[]> => {
    for (const { tell } of instances) tell({ ask: 1 });
    await Promise.all(instances.map(({ next }) => next('answered')));
    return told();
  };
  const both = [
    { type: 'event', name: 'store-degraded' },
    { type: 'event', name: 'store-recovered' },
  ];
  await expect.poll(askAgain, { timeout: 20_000, interval: 200 }).toEqual(instances.map(() => both));
}, 60_000);
