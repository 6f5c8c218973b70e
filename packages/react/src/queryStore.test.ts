import { ForewarmClient } from '@forewarm/core';
import { describeStore } from '@forewarm/testing/store';
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { QUERY_SCOPE, queryStore } from './queryStore.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';

describeStore('TanStack Query', () => {
  const client = new QueryClient();
  return { stores: [queryStore(client), queryStore(client)], close: () => client.clear() };
});

const REF = { id: 'x' };

describe('an app that shares its QueryClient', () => {
  test.each<[string, (client: QueryClient) => unknown]>([
    ['clears it', (client) => client.clear()],
    ['removes its queries', (client) => client.removeQueries()],
    ['cancels its queries', (client) => client.cancelQueries()],
    ['resets its queries', (client) => client.resetQueries()],
    ['invalidates its queries', (client) => client.invalidateQueries()],
    ['fetches all anew', (client) => client.refetchQueries()],
  ])('and %s while a warm is in flight neither fails nor repeats it', async (_, act) => {
    const client = new QueryClient();
    const adapter = scriptedAdapter();
    const [a, b] = [1, 2].map(() => new ForewarmClient({ adapter, store: queryStore(client) }));
    const reports = [a!.warm(REF), b!.warm(REF)];
    void act(client);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = new ForewarmClient({ adapter, store: queryStore(client) }).warm(REF);
    expect(adapter.warms).toHaveLength(1);
    adapter.warms[0]!.end();
    expect(await Promise.all(reports)).toMatchObject([
      { status: 'warmed', wrote: true },
      { status: 'warmed', wrote: false },
    ]);
    expect(await late).toMatchObject({ status: 'warmed', wrote: false });
    expect(a!.status(REF).status).toBe('fresh');
    const held = client.getQueryCache().getAll();
    expect(held.map(({ state }) => state.data)).toMatchObject([{ value: { source: 'warm' } }]);
  });

  test.each<[string, string, (client: QueryClient) => unknown]>([
    ['fetches all anew', 'fresh', (client) => client.refetchQueries()],
    ['invalidates its own queries', 'fresh', (client) => client.invalidateQueries({ queryKey: ['todos'] })],
    ['invalidates all', 'cold', (client) => client.invalidateQueries({ refetchType: 'all' })],
    ['invalidates what is warm', 'cold', (client) => client.invalidateQueries({ queryKey: [QUERY_SCOPE] })],
    ['resets all', 'cold', (client) => client.resetQueries()],
    ['clears it', 'cold', (client) => client.clear()],
  ])('and %s finds its prefix %s, and nothing fetched or failed', async (_, status, act) => {
    const errors: unknown[] = [];
    const client = new QueryClient({ queryCache: new QueryCache({ onError: (error) => errors.push(error) }) });
    let fetching = 0;
    client.getQueryCache().subscribe(() => (fetching += client.isFetching()));
    const adapter = scriptedAdapter();
    const cache = new ForewarmClient({ adapter, store: queryStore(client) });
    const leave = cache.subscribe(REF, () => null);
    const report = cache.warm(REF);
    adapter.warms[0]!.end();
    await report;
    await act(client);
    expect(cache.status(REF).status).toBe(status);
    const again = cache.warm(REF);
    expect(adapter.warms).toHaveLength(status === 'cold' ? 2 : 1);
    adapter.warms[1]?.end();
    await again;
    expect([cache.status(REF).status, fetching, errors]).toEqual(['fresh', 0, []]);
    leave();
  });
});
