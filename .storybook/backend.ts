import { http } from '@forewarm/adapters/http';
import type { Adapter, PrefixRef } from '@forewarm/core';
import type { Handler } from '@forewarm/server';
import type { BackendOptions } from './server.js';

/** Loads the server side: a page that only shows a box does without it until somebody touches the box. */
export const loadServer = () => import('./server.js');

/** The whole kit in the page: `http` over a handler that is made when the first request comes. */
export function createBackend(options?: BackendOptions): Adapter<PrefixRef> {
  let made: Promise<Handler> | undefined;
  const handler = () => (made ??= loadServer().then(({ createServerSide }) => createServerSide(options)));
  return http({ url: 'http://handler', fetch: async (request) => (await handler())(request) });
}
