import {
  type Adapter,
  definePolicy,
  memoryStore,
  type PolicyOptions,
  type PrefixRef,
  ForewarmClient,
} from '@forewarm/core';
import { describeStore } from '@forewarm/testing/store';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { otherTabs } from './environment.js';
import { queryStore } from './queryStore.js';
import { tabStore } from './tabStore.js';

const REF: PrefixRef = { id: 'doc' };
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));
let count = 0;
/** A new name per test: locks and channels are real, and all tests share one origin. */
const fresh = (): string => `test-${count++}-${performance.timeOrigin}`;

const USAGE = { prompt: 100, cacheRead: 0, cacheWrite: 100, output: 0 };

/** A backend that warms in `warmMs` and answers at once. */
function backend({ warmMs = 0 } = {}): Adapter<PrefixRef> & { warms: number; asks: number } {
  return {
    name: 'backend',
    warms: 0,
    asks: 0,
    async warm() {
      this.warms++;
      await new Promise((resolve) => setTimeout(resolve, warmMs));
      return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: USAGE, ttlMs: 300_000 };
    },
    async *ask() {
      this.asks++;
      yield { type: 'start', hash: 'h' };
      yield { type: 'finish', reason: 'stop', usage: USAGE, outcome: 'hit', ttlMs: 300_000 };
    },
  };
}

/** A tab: it shares only the browser's locks and broadcasts. */
function openTab(name: string, adapter: Adapter<PrefixRef>, policy: PolicyOptions = {}): ForewarmClient<PrefixRef> {
  const store = tabStore(memoryStore(), otherTabs(name)!);
  const client = new ForewarmClient<PrefixRef>({ adapter, store, policy: definePolicy(policy) });
  const leave = store.open();
  closers.push(() => {
    client.dispose();
    leave();
  });
  return client;
}

for (const [kind, inner] of [
  ['memory', memoryStore],
  ['TanStack Query', () => queryStore(new QueryClient())],
] as const) {
  describeStore(`tabs around ${kind}`, () => {
    const name = fresh();
    const stores = [tabStore(inner(), otherTabs(name)!), tabStore(inner(), otherTabs(name)!)] as const;
    const leaving = stores.map((store) => store.open());
    return { stores, close: () => leaving.forEach((leave) => leave()) };
  });
}

test('two tabs at once make one warm', async () => {
  const name = fresh();
  const adapter = backend({ warmMs: 150 });
  const tabs = Array.from({ length: 5 }, () => openTab(name, adapter));
  const reports = await Promise.all(tabs.map((tab) => tab.warm(REF)));
  expect(adapter.warms).toBe(1);
  expect(reports.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'warmed'));
  expect(reports.filter((report) => report.status === 'warmed' && report.wrote)).toHaveLength(1);
  expect(tabs.map((tab) => tab.status(REF).status)).toEqual(Array.from({ length: 5 }, () => 'fresh'));
});

test('a tab that is opened later finds what another has warmed, until nobody is left who knows', async () => {
  const name = fresh();
  const adapter = backend();
  await openTab(name, adapter).warm(REF);
  expect(await openTab(name, adapter).warm(REF)).toMatchObject({ status: 'warmed', wrote: false });
  expect(adapter.warms).toBe(1);
  closers.splice(0).forEach((close) => close());
  expect(await openTab(name, adapter).warm(REF)).toMatchObject({ status: 'warmed', wrote: true });
});

test('a question joins the warm another tab has in flight', async () => {
  const name = fresh();
  const adapter = backend({ warmMs: 300 });
  const [first, second] = [openTab(name, adapter), openTab(name, adapter)];
  const warm = first.warm(REF);
  await expect.poll(() => adapter.warms).toBe(1);
  const types: string[] = [];
  let warmedBefore: unknown = null;
  void warm.then(() => (warmedBefore = adapter.asks));
  for await (const { type } of second.ask(REF, { question: 'q' })) types.push(type);
  expect(types.slice(0, 2)).toEqual(['join', 'join']);
  expect(types.at(-1)).toBe('finish');
  expect(warmedBefore).toBe(0);
});

test('a tab that never ends its warm (frozen, say) keeps no other from asking, and its line is left', async () => {
  const name = fresh();
  const stuck = backend({ warmMs: 1e8 });
  const well = backend();
  void openTab(name, stuck).warm(REF);
  await expect.poll(() => stuck.warms).toBe(1);
  const other = openTab(name, well, { warmTimeoutMs: 200, joinTimeoutMs: 100 });
  expect(await other.warm(REF)).toMatchObject({ status: 'failed' });
  const types: string[] = [];
  for await (const { type } of other.ask(REF, { question: 'q' })) types.push(type);
  expect(types.at(-1)).toBe('finish');
  closers[0]!();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(well.warms).toBe(0);
});

test('tabs of another name share nothing', async () => {
  const adapter = backend();
  await openTab(fresh(), adapter).warm(REF);
  await openTab(fresh(), adapter).warm(REF);
  expect(adapter.warms).toBe(2);
});
