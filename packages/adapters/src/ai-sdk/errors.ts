import { ForewarmError } from '@forewarm/core';
import { notAnAnswer, toBackendError } from '../backend/errors.js';

interface AiSdkError {
  name?: unknown;
  message?: unknown;
  statusCode?: unknown;
  responseBody?: unknown;
  responseHeaders?: unknown;
  data?: { error?: ErrorData | null } | null;
  cause?: unknown;
  /** In a stream, an error is the backend's object. */
  type?: unknown;
  error?: ErrorData | null;
}
interface ErrorData {
  type?: unknown;
  code?: unknown;
  message?: unknown;
}

/** `begun`: the answer had started. */
export function toError(thrown: unknown, begun = false): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  if (typeof thrown === 'string') return toBackendError({ thrown, words: thrown, kinds: ['server_error'], begun });
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as AiSdkError;
  const said = error.data?.error ?? error.error;
  const page = typeof error.responseBody === 'string' && error.responseBody.trimStart().startsWith('<');
  const words = [text(said?.message), page ? text(error.responseBody) : '', text(error.message)];
  const name = typeof error.name === 'string' ? error.name : '';
  // The response is not a stream of this API.
  if (!begun && name.includes('InvalidResponseData')) return notAnAnswer(undefined);
  const isMalformed = /JSONParse|TypeValidation/.test(name);
  const status = typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return toBackendError({
    thrown: isMalformed ? new SyntaxError(name, { cause: thrown }) : thrown,
    // The SDK keeps 200 when an answer breaks off later.
    status: begun && status !== undefined && status < 400 ? undefined : status,
    kinds: [said?.code, said?.type, error.type],
    words: words.find((each) => each !== '') ?? '',
    rest: text(error.responseBody) + text(error.message),
    headers: error.responseHeaders,
    begun,
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
