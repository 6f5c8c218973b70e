import { ForewarmError } from '@forewarm/core';
import { NotUtf8Error, readText } from '@forewarm/core/kit';
import { invalidRequest } from './invalidRequest.js';

/** Throws `invalid-request`: 415 unless JSON, 413 if too large, else 400. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const sent = type === '' ? 'no content type' : JSON.stringify(type.slice(0, 100));
    throw invalidRequest(`The body came as ${sent}; send it as application/json.`, 415);
  }
  if (request.bodyUsed || request.body?.locked) throw bodyTaken();
  const text = await readText(request, maxBytes).catch((thrown: unknown) => {
    if (thrown instanceof NotUtf8Error) throw invalidRequest('The body is not UTF-8; send UTF-8.');
    throw thrown instanceof ForewarmError ? thrown : bodyCut();
  });
  if (text === null) throw invalidRequest(`The body is larger than ${maxBytes} bytes, the limit here.`, 413);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest('The body is not JSON; send an object with the field prefix.');
  }
}

/** The owner's mistake, so 500. */
export function bodyTaken(): ForewarmError {
  const message =
    'Something has read the request’s body before the handler; mount the handler first, or set req.body, as express.json() does.';
  return invalidRequest(message, 500);
}

export function bodyCut(): ForewarmError {
  return invalidRequest('The body did not arrive whole; send the request again.');
}
