import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { type ErrorBody, toErrorBody } from '@forewarm/core/kit';

/** Not `no-store`: Chromium then reports a fully read stream as aborted. */
export const PRIVATE = 'private, no-cache';

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': PRIVATE, ...headers } });
}

/** The provider's message may name an organisation, a key or the prompt. */
const SAID: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'The model’s provider refuses this server’s key; its owner must check it.',
  'not-found': 'The provider doesn’t know the model; the server’s owner must check its name.',
  'rate-limited': 'The model’s rate limit is reached; try again a little later.',
  overloaded: 'The model is overloaded; try again in a moment.',
  unreachable: 'The model could not be reached; try again in a moment.',
  timeout: 'The model took too long; asking again may work.',
  'stream-cut': 'The answer broke off before its end; asking again may work.',
  'prompt-too-long': 'The text and the question are too long for the model.',
  'invalid-request': 'The model refused the request; the server’s log says why.',
  upstream: 'The model failed; try again in a moment.',
};

/** An error with a cause came from outside: drops its message. */
export function toPublicError(thrown: unknown): ErrorBody {
  const body = toErrorBody(thrown);
  const foreign = thrown instanceof ForewarmError && thrown.cause !== undefined;
  return foreign ? { ...body, message: SAID[body.code] ?? 'The model failed; the server’s log says why.' } : body;
}

export function errorResponse(thrown: unknown): Response {
  const error = toErrorBody(thrown);
  const wait = error.retryAfterMs;
  return json({ error }, statusOf(thrown), wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) });
}

function statusOf(thrown: unknown): number {
  if (!(thrown instanceof ForewarmError)) return 500;
  const { status, code } = thrown;
  if (status !== null && status >= 400 && status <= 599) return status;
  return code === 'invalid-option' ? 400 : 502;
}
