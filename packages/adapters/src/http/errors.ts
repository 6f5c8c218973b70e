import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { fromErrorBody, parseErrorBody } from '@forewarm/core/kit';

const CODES: Readonly<Partial<Record<number, ErrorCode>>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not-found',
  429: 'rate-limited',
};

/**
 * The most that is read of a body other than an answer's, in bytes: nothing a handler sends there
 * is longer.
 */
export const MAX_BODY_BYTES = 65_536;

/** What an answer other than 2xx says, also where it comes from a proxy that speaks HTML. */
export async function fromResponse(response: Response): Promise<ForewarmError> {
  const text = await readText(response).catch(() => '');
  const body = text === null ? null : parseErrorBody(text);
  if (body) return fromErrorBody(body, response.status);
  const { status } = response;
  const code = CODES[status] ?? (status < 500 ? 'invalid-request' : 'upstream');
  const seconds = Number(response.headers?.get('retry-after') ?? NaN);
  const long = text === null ? ` with a body over ${MAX_BODY_BYTES} bytes` : '';
  return new ForewarmError(code, `The server answered ${status} ${response.statusText ?? ''}`.trim() + `${long}.`, {
    status,
    retryAfterMs: seconds >= 0 ? seconds * 1000 : undefined,
  });
}

/**
 * A body as text; null where it is longer than `MAX_BODY_BYTES`, of which the rest is not fetched.
 * Rejects where the connection breaks.
 */
export async function readText(response: Response): Promise<string | null> {
  // The stubs of tests often have no stream, and some only `json`.
  if (!response.body) return response.text ? response.text() : JSON.stringify(await response.json());
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      reader.cancel().catch(() => null);
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
