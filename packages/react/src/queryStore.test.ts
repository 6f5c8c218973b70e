import { SpeculativeCache, UNKNOWN_USAGE, type Warmth } from '@forewarm/core';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { queryStore } from './queryStore.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';

const warmth = (startedAt: number): Warmth => ({
  hash: 'h',
  startedAt,
  expiresAt: startedAt + 300_000,
  source: 'warm',
  asked: false,
  method: 'zero-tokens',
  usage: UNKNOWN_USAGE,
});

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let settle!: { resolve: (value: T) => void; reject: (error: Error) => void };
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}

describe('queryStore', () => {
  test('two writes at once are one', async () => {
    const store = queryStore(new QueryClient());
    const held = deferred<Warmth>();
    const first = store.write('k', () => held.promise);
    const second = store.write('k', () => Promise.reject(new Error('a second write')));
    const value = warmth(Date.now());
    held.resolve(value);
    expect(await first).toEqual({ warmth: value, wrote: true });
    expect(await second).toEqual({ warmth: value, wrote: false });
  });

  test('a fresh entry is found, one past its margin written anew', async () => {
    let now = 1_000_000;
    const store = queryStore(new QueryClient(), { now: () => now, marginMs: 10_000 });
    await store.write('k', () => Promise.resolve(warmth(now)));
    now += 289_999;
    expect((await store.write('k', () => Promise.resolve(warmth(now)))).wrote).toBe(false);
    now += 1;
    expect((await store.write('k', () => Promise.resolve(warmth(now)))).wrote).toBe(true);
    expect(store.read('k')).toEqual(warmth(now));
  });

  test('a write under way can be waited for, also when it fails, and is not retried', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: 3 } } });
    const store = queryStore(client);
    expect(store.flight('k')).toBeNull();
    const held = deferred<Warmth>();
    let tries = 0;
    const write = store.write('k', () => {
      tries++;
      return held.promise;
    });
    const flight = await store.flight('k');
    held.reject(new Error('529'));
    await expect(write).rejects.toThrow('529');
    await expect(flight!.ended).resolves.toBeNull();
    expect(tries).toBe(1);
    expect(store.flight('k')).toBeNull();
  });

  test('what a question has read replaces what was held', async () => {
    const store = queryStore(new QueryClient());
    await store.put('k', warmth(1));
    await store.put('k', warmth(2));
    expect(store.read('k')).toEqual(warmth(2));
  });

  test('an app that refetches everything warms nothing', async () => {
    const client = new QueryClient();
    const store = queryStore(client);
    let writes = 0;
    await store.write('k', () => {
      writes++;
      return Promise.resolve(warmth(1));
    });
    await client.refetchQueries();
    expect(writes).toBe(1);
    expect(store.read('k')).toEqual(warmth(1));
  });

  test('two caches over one QueryClient warm once', async () => {
    const client = new QueryClient();
    const adapter = scriptedAdapter();
    const [a, b] = [1, 2].map(() => new SpeculativeCache({ adapter, store: queryStore(client) }));
    const reports = [a!.warm({ id: 'x' }), b!.warm({ id: 'x' })];
    expect(adapter.warms).toHaveLength(1);
    adapter.warms[0]!.end();
    expect(await Promise.all(reports)).toMatchObject([{ wrote: true }, { wrote: false }]);
  });

  test.each<[string, (client: QueryClient) => unknown]>([
    ['clears it', (client) => client.clear()],
    ['removes its queries', (client) => client.removeQueries()],
    ['cancels its queries', (client) => client.cancelQueries()],
    ['resets its queries', (client) => client.resetQueries()],
    ['invalidates its queries', (client) => client.invalidateQueries()],
  ])('an app that %s while a warm is in flight neither fails nor repeats it', async (_, act) => {
    const client = new QueryClient();
    const adapter = scriptedAdapter();
    const [a, b] = [1, 2].map(() => new SpeculativeCache({ adapter, store: queryStore(client) }));
    const reports = [a!.warm({ id: 'x' }), b!.warm({ id: 'x' })];
    void act(client);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = new SpeculativeCache({ adapter, store: queryStore(client) }).warm({ id: 'x' });
    expect(adapter.warms).toHaveLength(1);
    adapter.warms[0]!.end();
    expect(await Promise.all(reports)).toMatchObject([
      { status: 'warmed', wrote: true },
      { status: 'warmed', wrote: false },
    ]);
    expect(await late).toMatchObject({ status: 'warmed', wrote: false });
    expect(a!.status({ id: 'x' }).status).toBe('fresh');
    const held = client.getQueryCache().getAll();
    expect(held.map(({ state }) => state.data)).toMatchObject([{ source: 'warm' }]);
  });
});
