import { ForewarmError, toErrorBody } from '@forewarm/core';

/** An answer as JSON, never to be kept by anyone between. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

/** The answer to a request that was not in order, or that failed before there was anything to stream. */
export function errorResponse(thrown: unknown): Response {
  const error = toErrorBody(thrown);
  const status =
    thrown instanceof ForewarmError ? (thrown.status ?? (thrown.code === 'invalid-option' ? 400 : 502)) : 500;
  const wait = error.retryAfterMs;
  return json({ error }, status, wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) });
}
