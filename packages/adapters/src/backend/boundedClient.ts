import { boundedFetch } from './boundedFetch.js';

/** As much of an SDK's client as a copy of it is made by; `fetch` is not in the SDKs' types. */
interface Copyable<C> {
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly withOptions?: ((options: { readonly fetch: typeof globalThis.fetch }) => C) | undefined;
}

/** What has the method that is called. */
type ResourceOf<C> = (client: C) => { readonly create: unknown };

/**
 * Gives the client to call in the place of an SDK's: a copy of it whose `fetch` is bounded.
 * `resourceOf` gives what has the method `create` that is called. A client of which there can be no
 * true copy is called itself: one without `withOptions`, one whose copy has other settings
 * (Azure's), and one whose method a tracer has replaced. Its settings may change later; the next
 * call then has them.
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
