import { env } from 'cloudflare:workers';
import { createHandler, type Handler } from '@forewarm/server';
import { type DurableNamespace, durableStore } from '@forewarm/server/durable-object';
import { createApp, parts } from '../app.js';
import { restHandlers } from './overRedis.js';

export { WarmStoreObject } from '@forewarm/server/durable-object';

const namespace = (env as { WARMTH: DurableNamespace }).WARMTH;
const open = (): Handler => createHandler({ ...parts, store: durableStore({ namespace }) });
const app = createApp({ ...restHandlers(), 'object-1': open(), 'object-2': open() });

export default {
  async fetch(request: Request, _env: unknown, ctx: { waitUntil(promise: Promise<unknown>): void }): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    // The objects themselves, for the suite of stores.
    if (pathname === '/objects') {
      const object = namespace.get(namespace.idFromName(searchParams.get('name')!));
      return (await object.fetch(request.url, { method: 'POST', body: await request.text() })) as Response;
    }
    return app(request, { waitUntil: (promise) => ctx.waitUntil(promise) });
  },
};
