import { memoryStore, sharedStore, type StoreValue } from '@forewarm/core';
import type { SharedStore } from '@forewarm/core/kit';
import { hashKey, type QueryClient, skipToken } from '@tanstack/react-query';

/** Begins the kit's query keys; the prefix's key follows. */
export const QUERY_SCOPE = 'forewarm';

/** Milliseconds until unused queries go: the longest life most backends give an entry. */
const GC_MS = 86_400_000;

interface Kept {
  readonly value: StoreValue;
  readonly lifeMs: number;
}

/** Apart from queries, which the app may remove. */
const locks = new WeakMap<QueryClient, SharedStore>();

/**
 * Makes a store in TanStack Query: the query `['forewarm', key]` holds warmth for all users of one
 * QueryClient. Devtools show it; `invalidateQueries` makes it cold. It never fetches.
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
