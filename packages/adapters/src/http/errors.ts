import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { fromErrorBody, parseErrorBody } from '@forewarm/core/kit';

const CODES: Readonly<Partial<Record<number, ErrorCode>>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'not-found',
  429: 'rate-limited',
};

/** The longest body of other responses than answers, in bytes; a handler sends less. */
export const MAX_BODY_BYTES = 65_536;

/** The error of a response other than 2xx, also from a proxy that sends HTML. */
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

/** Reads a body as text; null for more than `MAX_BODY_BYTES`. Rejects if the connection breaks. */
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
