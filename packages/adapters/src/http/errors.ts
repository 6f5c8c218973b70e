import { type ErrorCode, ForewarmError, fromErrorBody, parseErrorBody } from '@forewarm/core';

/** What an answer other than 2xx says, also where it comes from a proxy that speaks HTML. */
export async function fromResponse(response: Response): Promise<ForewarmError> {
  const text = await response.text().catch(() => '');
  const body = parseErrorBody(text);
  if (body) return fromErrorBody(body, response.status);
  const { status } = response;
  const code: ErrorCode =
    status === 429
      ? 'rate-limited'
      : status === 401 || status === 403
        ? 'unauthorized'
        : status === 404
          ? 'not-found'
          : status < 500
            ? 'invalid-request'
            : 'upstream';
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ForewarmError(code, `The server answered ${status} ${response.statusText}`.trim() + '.', {
    status,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}
