import { boundedFetch } from './boundedFetch.js';

/** The SDKs' types leave out `fetch`. */
interface Copyable<C> {
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly withOptions?: ((options: { readonly fetch: typeof globalThis.fetch }) => C) | undefined;
}

type ResourceOf<C> = (client: C) => { readonly create: unknown };

/**
 * Returns a function that gives a copy of an SDK client with a bounded `fetch`, renewed if the
 * client's settings change. `resourceOf` finds the resource with the called `create`. Gives the
 * client itself if a copy wouldn't do the same: no `withOptions`, other settings (Azure before
 * openai 7), or a tracer's method.
 */
export function boundedClient<C extends object>(client: C, resourceOf: ResourceOf<C>): () => C {
  let copy: C | null = null;
  return () => {
    if (copy && isTrue(client, copy, resourceOf)) return copy;
    copy = copyOf(client);
    return copy && isTrue(client, copy, resourceOf) ? copy : client;
  };
}

function copyOf<C extends object>(client: C): C | null {
  const { fetch } = client as Copyable<C>;
  try {
    return (client as Copyable<C>).withOptions?.({ fetch: boundedFetch(fetch) }) ?? null;
  } catch {
    return null;
  }
}

function isTrue<C extends object>(client: C, copy: C, resourceOf: ResourceOf<C>): boolean {
  if (resourceOf(client).create !== resourceOf(copy).create) return false;
  return Object.entries(client).every(
    ([name, value]) => typeof value === 'object' || name === 'fetch' || value === copy[name as keyof C],
  );
}
