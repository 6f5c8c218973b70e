import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { type ErrorBody, toErrorBody } from '@forewarm/core/kit';

/** Not `no-store`: Chromium then reports a fully read stream as aborted. */
export const PRIVATE = 'private, no-cache';

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': PRIVATE, ...headers } });
}

/** The provider's message may name an organisation, a key or the prompt. */
const SAID: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'The model refuses this server; its owner has to look at the key.',
  'not-found': 'The model is not known to its provider; the server’s owner has to look at its name.',
  'rate-limited': 'The model is asked too much at the moment; try again a little later.',
  overloaded: 'The model is overloaded; try again in a moment.',
  unreachable: 'The model could not be reached; try again in a moment.',
  timeout: 'The model took too long; asking again may work.',
  'stream-cut': 'The answer broke off before its end; asking again may work.',
  'prompt-too-long': 'The text and the question are longer than the model takes.',
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
  const status =
    thrown instanceof ForewarmError ? (thrown.status ?? (thrown.code === 'invalid-option' ? 400 : 502)) : 500;
  const wait = error.retryAfterMs;
  return json({ error }, status, wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) });
}
