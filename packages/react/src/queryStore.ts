import { memoryStore, sharedStore, type StoreValue } from '@forewarm/core';
import type { SharedStore } from '@forewarm/core/kit';
import { hashKey, type QueryClient, skipToken } from '@tanstack/react-query';

/** The first part of the kit's query keys; the second is the prefix's key. */
export const QUERY_SCOPE = 'forewarm';

/** Unused queries go after a day, in milliseconds: the longest life most backends give an entry. */
const GC_MS = 86_400_000;

interface Kept {
  readonly value: StoreValue;
  readonly lifeMs: number;
}

/** Per client and apart from its queries, which the app may remove. */
const locks = new WeakMap<QueryClient, SharedStore>();

/**
 * Makes a store in TanStack Query: the query `['forewarm', key]` holds the warmth. Query's devtools
 * show it, users of one QueryClient share it, `invalidateQueries` makes an entry cold. It never
 * fetches: `useIsFetching` counts no warm.
 */
export function queryStore(client: QueryClient): SharedStore {
  const inner = locks.get(client) ?? memoryStore();
  locks.set(client, inner);
  const queryKey = (key: string): readonly [string, string] => [QUERY_SCOPE, key];
  // `refetchQueries` skips queries without a function.
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
