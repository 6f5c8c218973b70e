import { ForewarmError, sharedStore, type StoreLock, type Stored } from '@forewarm/core';
import type { SharedStore } from '@forewarm/core/kit';
import type { ObjectCall } from './warmStoreObject.js';

export interface DurableNamespace {
  idFromName(name: string): unknown;
  get(id: unknown): { fetch(url: string, init: { method: string; body: string }): Promise<unknown> };
}

export interface DurableStoreOptions {
  /** Such as `env.WARMTH`. */
  namespace: DurableNamespace;
}

/**
 * A store for all isolates of a Cloudflare Worker; waiters poll every 250 ms. Throws
 * `invalid-option` unless given a binding.
 */
export function durableStore({ namespace }: DurableStoreOptions): SharedStore {
  if (typeof namespace?.idFromName !== 'function') {
    const message = `durableStore: namespace is ${typeof namespace}; it must be a binding of WarmStoreObject.`;
    throw new ForewarmError('invalid-option', message);
  }
  const ask = async <T>(key: string, call: ObjectCall): Promise<T> => {
    // A stub belongs to one request.
    const object = namespace.get(namespace.idFromName(key));
    const response = (await object.fetch('https://store/', { method: 'POST', body: JSON.stringify(call) })) as Response;
    if (!response.ok) throw new Error(`the Durable Object answered ${response.status}`);
    return (await response.json()) as T;
  };
  const put = (key: string, of: ObjectCall['of'], value: unknown, ms: number, was?: unknown): Promise<boolean> =>
    ask(key, { of, put: { value, ms, was } });
  return sharedStore({
    get: (key) => ask<Stored | null>(key, { of: 'value' }),
    set: (key, value, ms) => put(key, 'value', value, ms),
    async lock(key, ms): Promise<StoreLock | null> {
      const token = globalThis.crypto.randomUUID();
      if (!(await put(key, 'lock', token, ms, null))) return null;
      return {
        renew: (more) => put(key, 'lock', token, more, token),
        release: () => put(key, 'lock', token, 0, token),
      };
    },
    isLocked: async (key) => (await ask(key, { of: 'lock' })) !== null,
    subscribe: () => () => {},
  });
}
