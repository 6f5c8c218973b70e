import { boundedFetch } from './boundedFetch.js';

interface Copyable<C> {
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly withOptions?: ((options: { readonly fetch: typeof globalThis.fetch }) => C) | undefined;
}

type ResourceOf<C> = (client: C) => { readonly create: unknown };

/**
 * Gives a copy of an SDK client with a bounded `fetch`, renewed when settings change. Gives the
 * client itself where a copy would differ: no `withOptions`, Azure before openai 7, a tracer's
 * method.
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
