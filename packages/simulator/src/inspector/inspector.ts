import type { Engine } from '../engine.js';
import type { RequestRecord } from '../http/records.js';
import { page } from './page.js';
import { reportCache } from './report.js';

/**
 * Answers what the simulator says about itself: `GET /__cache` as JSON, or as a page to a browser; `GET /__cache/ui`, always the page;
 * `DELETE /__cache`, which drops the entries, of one workspace with `?workspace=`; and `/`, which leads a browser to the page. `undefined` for any other path.
 */
export function inspect(
  engine: Engine,
  requests: readonly RequestRecord[],
  request: Request,
  url: URL,
): Response | undefined {
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false;
  if (url.pathname === '/' && wantsPage)
    return new Response(null, { status: 302, headers: { location: '/__cache/ui' } });
  if (url.pathname === '/__cache/ui') return only('GET', request) ?? html(page);
  if (url.pathname !== '/__cache') return undefined;
  if (request.method === 'DELETE') {
    engine.cache.evict(url.searchParams.get('workspace') ?? undefined);
    return new Response(null, { status: 204 });
  }
  return only('GET', request) ?? (wantsPage ? html(page) : Response.json(reportCache(engine, requests)));
}

function only(method: string, request: Request): Response | undefined {
  if (request.method === method || request.method === 'HEAD') return undefined;
  return Response.json({ error: `${request.method} is not served here; ${method} is.` }, { status: 405 });
}

function html(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}
