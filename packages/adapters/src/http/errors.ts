import { type ErrorBody, type ErrorCode, ForewarmError } from '@forewarm/core';

/** The error a handler sent, as it was thrown there. */
export function fromErrorBody({ code, message, retryable, retryAfterMs }: ErrorBody, status: number): ForewarmError {
  return new ForewarmError(code, message, { status, retryable, retryAfterMs });
}

/** What an answer other than 2xx says, also where it comes from a proxy that speaks HTML. */
export async function fromResponse(response: Response): Promise<ForewarmError> {
  const text = await response.text().catch(() => '');
  const body = parse(text);
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

function parse(text: string): ErrorBody | null {
  try {
    const { error } = JSON.parse(text) as { error?: Partial<ErrorBody> };
    if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
    return { ...error, code: error.code, message: error.message, retryable: error.retryable === true };
  } catch {
    return null;
  }
}
