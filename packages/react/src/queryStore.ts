import { memoryStore, sharedStore, type StoreValue } from '@forewarm/core';
import type { SharedStore } from '@forewarm/core/kit';
import { hashKey, type QueryClient, skipToken } from '@tanstack/react-query';

/** First part of every query key of the kit, the second being the prefix's key. */
export const QUERY_SCOPE = 'forewarm';

/**
 * A query is forgotten after a day in which nothing happened to it, in milliseconds: the longest
 * life most backends give an entry.
 */
const GC_MS = 86_400_000;

/** The data of a query of the kit. */
interface Kept {
  readonly value: StoreValue;
  readonly lifeMs: number;
}

/** The locks of each client: warms go on whatever the app does to its queries. */
const locks = new WeakMap<QueryClient, SharedStore>();

/**
 * Makes a store in TanStack Query: query `['forewarm', key]` holds the warmth. Its devtools show
 * it, all who share the QueryClient share it, and `invalidateQueries` makes an entry cold. It
 * fetches nothing: `useIsFetching` and the QueryCache's callbacks hear of no warm.
 */
export function queryStore(client: QueryClient): SharedStore {
  const inner = locks.get(client) ?? memoryStore();
  locks.set(client, inner);
  const queryKey = (key: string): readonly [string, string] => [QUERY_SCOPE, key];
  // `refetchQueries` passes over what has no function to fetch with.
  client.setQueryDefaults([QUERY_SCOPE], { queryFn: skipToken, gcTime: GC_MS });
  return sharedStore({
    get(key) {
      const state = client.getQueryState<Kept>(queryKey(key));
      if (!state?.data || state.isInvalidated) return null;
      const { value, lifeMs } = state.data;
      const ageMs = Date.now() - state.dataUpdatedAt;
      return ageMs >= 0 && ageMs < lifeMs ? { value, leftMs: lifeMs - ageMs } : null;
    },
    set: (key, value, lifeMs) => client.setQueryData<Kept>(queryKey(key), { value, lifeMs }),
    lock: (key, ms) => inner.lock(key, ms),
    isLocked: (key) => inner.isLocked(key),
    subscribe(key, listener) {
      const hash = hashKey(queryKey(key));
      const leaveLock = inner.subscribe(key, listener);
      const leaveQuery = client.getQueryCache().subscribe(({ query }) => query.queryHash === hash && listener());
      return () => {
        leaveLock();
        leaveQuery();
      };
    },
  });
}
