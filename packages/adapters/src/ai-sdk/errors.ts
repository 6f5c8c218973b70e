import { ForewarmError } from '@forewarm/core';
import { notAnAnswer, toBackendError } from '../backend/errors.js';

/** The parts of an AI SDK error that are read. */
interface AiSdkError {
  name?: unknown;
  message?: unknown;
  statusCode?: unknown;
  responseBody?: unknown;
  responseHeaders?: unknown;
  data?: { error?: ErrorData | null } | null;
  cause?: unknown;
  /** What a backend sent within a stream comes as it was, without an error around it. */
  type?: unknown;
  error?: ErrorData | null;
}
interface ErrorData {
  type?: unknown;
  code?: unknown;
  message?: unknown;
}

/**
 * What a model threw, or gave as a part of its stream, as the kit's error; `begun` says whether the
 * answer had.
 */
export function toError(thrown: unknown, begun = false): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  if (typeof thrown === 'string') return toBackendError({ thrown, words: thrown, kinds: ['server_error'], begun });
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as AiSdkError;
  const said = error.data?.error ?? error.error;
  const page = typeof error.responseBody === 'string' && error.responseBody.trimStart().startsWith('<');
  const words = [text(said?.message), page ? text(error.responseBody) : '', text(error.message)];
  const name = typeof error.name === 'string' ? error.name : '';
  // No chunk made sense: it was no stream of the API's at all.
  if (!begun && name.includes('InvalidResponseData')) return notAnAnswer(undefined);
  const isMalformed = /JSONParse|TypeValidation/.test(name);
  const status = typeof error.statusCode === 'number' ? error.statusCode : undefined;
  return toBackendError({
    thrown: isMalformed ? new SyntaxError(name, { cause: thrown }) : thrown,
    // An answer that had begun with 200 broke off later, whatever status the SDK remembers.
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
