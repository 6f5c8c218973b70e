import { isFresh, type Warmth, type WarmStore } from '@forewarm/core';
import { CancelledError, type Query, type QueryClient } from '@tanstack/react-query';

/** How long TanStack Query remembers an entry nobody looks at, in milliseconds: the longest life most backends give one. */
const GC_MS = 3_600_000;

/** First part of every query key of the kit, the second being the prefix's key. */
export const QUERY_SCOPE = 'forewarm';

/** What the store must know of the one who warms. */
export interface QueryStoreOptions {
  /** The policy's margin in milliseconds. Default 0. */
  marginMs?: number | undefined;
  /** Wall clock. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** The writes under way in each client, which go on whatever the app does to its queries. */
const writing = new WeakMap<QueryClient, Map<string, Promise<Warmth | null>>>();

/**
 * A store in TanStack Query: the data of query `['forewarm', key]` is the warmth, and its fetch is the write. All who share the QueryClient share
 * both, and Query's devtools show them.
 */
export function queryStore(client: QueryClient, { marginMs = 0, now = Date.now }: QueryStoreOptions = {}): WarmStore {
  const writes = writing.get(client) ?? new Map<string, Promise<Warmth | null>>();
  writing.set(client, writes);
  const find = (key: string): Query<Warmth | null> | undefined =>
    client.getQueryCache().find<Warmth | null>({ queryKey: [QUERY_SCOPE, key], exact: true });
  const put = (key: string, warmth: Warmth): void => void client.setQueryData([QUERY_SCOPE, key], warmth);

  return {
    read: (key) => find(key)?.state.data ?? null,

    flight(key) {
      const query = find(key);
      const fetching = query?.state.fetchStatus === 'fetching' ? query.promise : undefined;
      const under = fetching ?? writes.get(key);
      return under ? { ended: under.catch(() => null) } : null;
    },

    put,

    async write(key, write) {
      const under = writes.get(key);
      if (under) return { warmth: await under, wrote: false };
      let wrote = false;
      const options = client.defaultQueryOptions<Warmth | null>({
        queryKey: [QUERY_SCOPE, key],
        // Once only: `refetchQueries()` by the app around it must not warm.
        queryFn() {
          if (wrote) return find(key)?.state.data ?? null;
          wrote = true;
          const own = write().finally(() => writes.delete(key));
          writes.set(key, own);
          return own;
        },
        retry: false,
        // Whether to warm while offline is the policy's to say; a paused fetch would be waited for.
        networkMode: 'always',
        gcTime: GC_MS,
      });
      const query = client.getQueryCache().build<Warmth | null, Error, Warmth | null>(client, options);
      const held = query.state.data;
      if (isFresh(held, now(), marginMs)) return { warmth: held, wrote: false };
      // The query itself, since `client.query` is too new for many apps and what went before it is deprecated.
      const fetched = await query.fetch(options).catch((thrown: unknown) => {
        if (thrown instanceof CancelledError && writes.has(key)) return null;
        throw thrown;
      });
      // The app has cleared or cancelled its queries: the write goes on, and is kept all the same.
      const left = writes.get(key);
      if (!left) return { warmth: fetched, wrote };
      const warmth = await left;
      if (warmth) put(key, warmth);
      return { warmth, wrote };
    },
  };
}
