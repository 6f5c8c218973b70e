import { ForewarmClient } from '@forewarm/core';
import { describeStore } from '@forewarm/testing/store';
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { QUERY_SCOPE, queryStore } from './queryStore.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';

describeStore('TanStack Query', () => {
  const queries = new QueryClient();
  return { stores: [queryStore(queries), queryStore(queries)], close: () => queries.clear() };
});

const REF = { id: 'x' };

describe('an app that shares its QueryClient', () => {
  test.each<[string, (queries: QueryClient) => unknown]>([
    ['clears it', (queries) => queries.clear()],
    ['removes its queries', (queries) => queries.removeQueries()],
    ['cancels its queries', (queries) => queries.cancelQueries()],
    ['resets its queries', (queries) => queries.resetQueries()],
    ['invalidates its queries', (queries) => queries.invalidateQueries()],
    ['fetches all anew', (queries) => queries.refetchQueries()],
  ])('and %s while a warm is in flight neither fails nor repeats it', async (_, act) => {
    const queries = new QueryClient();
    const adapter = scriptedAdapter();
    const [a, b] = [1, 2].map(() => new ForewarmClient({ adapter, store: queryStore(queries) }));
    const reports = [a!.warm(REF), b!.warm(REF)];
    void act(queries);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = new ForewarmClient({ adapter, store: queryStore(queries) }).warm(REF);
    expect(adapter.warms).toHaveLength(1);
    adapter.warms[0]!.end();
    expect(await Promise.all(reports)).toMatchObject([
      { status: 'warmed', wrote: true },
      { status: 'warmed', wrote: false },
    ]);
    expect(await late).toMatchObject({ status: 'warmed', wrote: false });
    expect(a!.status(REF).status).toBe('fresh');
    const held = queries.getQueryCache().getAll();
    expect(held.map(({ state }) => state.data)).toMatchObject([{ value: { source: 'warm' } }]);
  });

  test.each<[string, string, (queries: QueryClient) => unknown]>([
    ['fetches all anew', 'fresh', (queries) => queries.refetchQueries()],
    ['invalidates its own queries', 'fresh', (queries) => queries.invalidateQueries({ queryKey: ['todos'] })],
    ['invalidates all', 'cold', (queries) => queries.invalidateQueries({ refetchType: 'all' })],
    ['invalidates what is warm', 'cold', (queries) => queries.invalidateQueries({ queryKey: [QUERY_SCOPE] })],
    ['resets all', 'cold', (queries) => queries.resetQueries()],
    ['clears it', 'cold', (queries) => queries.clear()],
  ])('and %s finds its prefix %s, and nothing fetched or failed', async (_, status, act) => {
    const errors: unknown[] = [];
    const queries = new QueryClient({ queryCache: new QueryCache({ onError: (error) => errors.push(error) }) });
    let fetching = 0;
    queries.getQueryCache().subscribe(() => (fetching += queries.isFetching()));
    const adapter = scriptedAdapter();
    const client = new ForewarmClient({ adapter, store: queryStore(queries) });
    const leave = client.subscribe(REF, () => null);
    const report = client.warm(REF);
    adapter.warms[0]!.end();
    await report;
    await act(queries);
    expect(client.status(REF).status).toBe(status);
    const again = client.warm(REF);
    expect(adapter.warms).toHaveLength(status === 'cold' ? 2 : 1);
    adapter.warms[1]?.end();
    await again;
    expect([client.status(REF).status, fetching, errors]).toEqual(['fresh', 0, []]);
    leave();
  });
});
