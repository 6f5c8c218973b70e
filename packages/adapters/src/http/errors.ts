import { type ErrorCode, ForewarmError, fromErrorBody, parseErrorBody } from '@forewarm/core';

const CODES: Readonly<Partial<Record<number, ErrorCode>>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not-found',
  429: 'rate-limited',
};

/** What an answer other than 2xx says, also where it comes from a proxy that speaks HTML. */
export async function fromResponse(response: Response): Promise<ForewarmError> {
  const text = await response.text().catch(() => '');
  const body = parseErrorBody(text);
  if (body) return fromErrorBody(body, response.status);
  const { status } = response;
  const code = CODES[status] ?? (status < 500 ? 'invalid-request' : 'upstream');
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return new ForewarmError(code, `The server answered ${status} ${response.statusText}`.trim() + '.', {
    status,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}
