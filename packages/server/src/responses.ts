import { type ErrorBody, ForewarmError } from '@forewarm/core';

/** An answer as JSON, never to be kept by anyone between. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

/** An error as it goes to a client; what is no error of the kit goes without its words, which may be internal. */
export function toErrorBody(thrown: unknown): ErrorBody {
  if (!(thrown instanceof ForewarmError)) {
    return {
      code: 'upstream',
      message: 'The server failed; its log says why. Try again in a moment.',
      retryable: true,
    };
  }
  const { code, message, retryable, retryAfterMs } = thrown;
  return { code, message, retryable, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
}

/** The answer to a request that was not in order, or that failed before there was anything to stream. */
export function errorResponse(thrown: unknown): Response {
  const error = toErrorBody(thrown);
  const status =
    thrown instanceof ForewarmError ? (thrown.status ?? (thrown.code === 'invalid-option' ? 400 : 502)) : 500;
  const wait = error.retryAfterMs;
  return json({ error }, status, wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) });
}
