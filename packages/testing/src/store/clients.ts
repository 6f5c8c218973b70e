import {
  type Adapter,
  type AskEvent,
  type ForewarmEvent,
  type PolicyOptions,
  ForewarmClient,
  systemEnvironment,
  type WarmStore,
  definePolicy,
  memoryStore,
  sharedStore,
} from '@forewarm/core';
import { expect, test } from 'vitest';
import { faults } from './faults.js';
import { aKey, type OpenStore, pass, withStore } from './subject.js';

interface Ref {
  readonly id: string;
}

const WARM_MS = 300;
const USAGE = { prompt: 20_000, cacheRead: 0, cacheWrite: 20_000, output: 0 };

interface Backend extends Adapter<Ref> {
  warms: number;
  asks: number;
  fails: boolean;
  /** How long a warm takes. */
  warmMs: number;
}

function backend(ttlMs = 300_000): Backend {
  return {
    name: 'backend',
    warms: 0,
    asks: 0,
    fails: false,
    warmMs: WARM_MS,
    async warm(_prefix, { signal } = {}) {
      this.warms++;
      await pass(this.warmMs);
      signal?.throwIfAborted();
      if (this.fails) throw new Error('529');
      return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: USAGE, ttlMs };
    },
    async *ask() {
      this.asks++;
      yield { type: 'start', hash: 'h' };
      yield { type: 'text', text: 'Yes.' };
      yield { type: 'finish', reason: 'stop', usage: USAGE, outcome: 'hit', ttlMs };
    },
  };
}

interface Client {
  readonly cache: ForewarmClient<Ref>;
  readonly events: ForewarmEvent[];
}

function clientOf(adapter: Adapter<Ref>, store: WarmStore, policy: PolicyOptions = {}, offMs = 0): Client {
  const events: ForewarmEvent[] = [];
  const environment = { ...systemEnvironment, now: () => Date.now() + offMs };
  const onEvent = (event: ForewarmEvent): void => void events.push(event);
  return {
    cache: new ForewarmClient({
      adapter,
      store: sharedStore(store),
      policy: definePolicy(policy),
      environment,
      onEvent,
    }),
    events,
  };
}

async function ask({ cache }: Client, ref: Ref): Promise<AskEvent[]> {
  const events: AskEvent[] = [];
  for await (const event of cache.ask(ref, { question: 'q' })) events.push(event);
  return events;
}

export function testClients(open: OpenStore): void {
  test('a hundred warms at each of two are one write', () =>
    withStore(open, async (stores) => {
      const [adapter, ref] = [backend(), { id: aKey() }];
      const clients = stores.map((store) => clientOf(adapter, store));
      const all = clients.flatMap(({ cache }) => Array.from({ length: 100 }, () => cache.warm(ref)));
      const reports = await Promise.all(all);
      expect(reports.filter(({ status }) => status !== 'warmed')).toEqual([]);
      expect(adapter.warms).toBe(1);
      for (const { cache } of clients) cache.dispose();
    }));

  test('a question joins the other’s warm', () =>
    withStore(open, async ([a, b]) => {
      const [adapter, ref] = [backend(), { id: aKey() }];
      const [first, second] = [clientOf(adapter, a), clientOf(adapter, b)];
      const warm = first.cache.warm(ref);
      await expect.poll(() => adapter.warms).toBe(1);
      const types = (await ask(second, ref)).map(({ type }) => type);
      expect([types.slice(0, 2), types.at(-1)]).toEqual([['join', 'join'], 'finish']);
      expect(await warm).toMatchObject({ wrote: true });
    }));

  test('one that leaves is taken over at once', () =>
    withStore(open, async ([a, b]) => {
      const [adapter, ref] = [backend(), { id: aKey() }];
      const [first, second] = [clientOf(adapter, a), clientOf(adapter, b)];
      // Longer than a busy machine needs for what follows.
      adapter.warmMs = 5_000;
      void first.cache.warm(ref);
      await expect.poll(() => adapter.warms).toBe(1);
      adapter.warmMs = WARM_MS;
      const report = second.cache.warm(ref);
      await pass(100);
      first.cache.dispose();
      expect(await report).toMatchObject({ status: 'warmed', wrote: true });
      expect(adapter.warms).toBe(2);
    }));

  test('a failure is a failure for who waited, and the next may try after the pause', () =>
    withStore(open, async ([a, b]) => {
      const [adapter, ref] = [backend(), { id: aKey() }];
      adapter.fails = true;
      const clients = [a, b].map((store) => clientOf(adapter, store, { backOffMs: 400 }));
      const reports = await Promise.all(clients.map(({ cache }) => cache.warm(ref)));
      expect([reports.map(({ status }) => status), adapter.warms]).toEqual([['failed', 'failed'], 1]);
      adapter.fails = false;
      await pass(500);
      expect(await clients[1]!.cache.warm(ref)).toMatchObject({ status: 'warmed', wrote: true });
    }));

  test('the margin is the policy’s: from its start on the entry is warmed anew', () =>
    withStore(open, async ([a, b]) => {
      const [adapter, ref] = [backend(2_000), { id: aKey() }];
      const [first, second] = [clientOf(adapter, a, { marginMs: 10 }), clientOf(adapter, b, { marginMs: 1_000 })];
      await first.cache.warm(ref);
      await pass(1_000 - WARM_MS + 50);
      expect(await second.cache.warm(ref)).toMatchObject({ status: 'warmed', wrote: true });
      expect(adapter.warms).toBe(2);
    }));

  test('what `auto` has learned at one, the other acts on at its first sign', () =>
    withStore(open, async ([a, b]) => {
      const [adapter, ref] = [backend(600), { id: aKey() }];
      const auto = (store: WarmStore): Client => clientOf(adapter, store, { eagerness: 'auto' });
      const [first, alone] = [auto(a), auto(memoryStore())];
      await first.cache.warm(ref);
      // Enough for an early sign to be followed.
      for (let visitor = 0; visitor < 3; visitor++) {
        await first.cache.warm(ref, { trigger: 'visible' });
        await ask(first, ref);
        await pass(650);
      }
      expect(await auto(b).cache.warm(ref, { trigger: 'visible' })).toMatchObject({ status: 'warmed' });
      expect(await alone.cache.warm(ref, { trigger: 'visible' })).toMatchObject({ status: 'skipped' });
    }));

  test.each([15_000, -15_000, 60_000, -60_000, 30 * 86_400_000])(
    'a clock that is off by %s ms costs no write',
    (offMs) =>
      withStore(open, async ([a, b]) => {
        const [adapter, ref] = [backend(), { id: aKey() }];
        await clientOf(adapter, a).cache.warm(ref);
        const off = clientOf(adapter, b, {}, offMs);
        expect(await off.cache.warm(ref)).toMatchObject({ status: 'warmed', wrote: false });
        const leftMs = off.cache.status(ref).expiresAt! - (Date.now() + offMs);
        expect([leftMs > 250_000, leftMs <= 300_000]).toEqual([true, true]);
      }),
  );

  test.each(Object.entries(faults))(
    'where it is %s, every warm and question goes on and it is told of once',
    (_name, { spoil, isTold }) =>
      withStore(open, async ([a]) => {
        const [adapter, ref] = [backend(), { id: aKey() }];
        const client = clientOf(adapter, spoil(a));
        const report = await client.cache.warm(ref);
        expect(report.status).toBe('warmed');
        expect(adapter.warms).toBe(1);
        expect((await ask(client, ref)).at(-1)).toMatchObject({ type: 'finish' });
        expect((await ask(client, { id: aKey() })).at(-1)).toMatchObject({ type: 'finish' });
        const told = client.events.filter(({ type }) => type.startsWith('store-')).map(({ type }) => type);
        expect(told).toEqual(isTold ? ['store-degraded'] : []);
      }),
  );
}
