import type { Engine } from '../engine/engine.js';
import { page } from './page.js';
import { reportCache } from './report.js';

/**
 * `/__cache` is JSON, or a page for browsers; `DELETE` drops entries, with `?workspace=` one
 * workspace's. `/` redirects browsers.
 */
export function inspect(engine: Engine, { method, headers }: Request, url: URL): Response | undefined {
  const path = url.pathname;
  const isBrowser = headers.get('accept')?.includes('text/html') ?? false;
  if (path === '/' && isBrowser) return new Response(null, { status: 302, headers: { location: '/__cache/ui' } });
  if (path !== '/__cache' && path !== '/__cache/ui') return undefined;
  if (path === '/__cache' && method === 'DELETE') {
    engine.cache.evict(url.searchParams.get('workspace') ?? undefined);
    return new Response(null, { status: 204 });
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return Response.json({ error: `${method} is not served here; GET is.` }, { status: 405 });
  }
  if (path === '/__cache' && !isBrowser) return Response.json(reportCache(engine));
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}
