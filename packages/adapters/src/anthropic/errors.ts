import { type ErrorCode, ForewarmError } from '@forewarm/core';

/** The parts of the SDK's errors that are read, whichever client threw them. */
interface SdkError {
  status?: unknown;
  headers?: unknown;
  error?: { error?: { type?: unknown; message?: unknown } | null } | null;
  name?: unknown;
  message?: unknown;
  cause?: { message?: unknown } | null;
}

const BY_TYPE: Record<string, ErrorCode> = {
  invalid_request_error: 'invalid-request',
  authentication_error: 'unauthorized',
  permission_error: 'unauthorized',
  not_found_error: 'not-found',
  request_too_large: 'prompt-too-long',
  rate_limit_error: 'rate-limited',
  overloaded_error: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'upstream',
};

const SAID: Partial<Record<ErrorCode, string>> = {
  'invalid-request': 'The model’s API refused the request',
  'prompt-too-long': 'The context and the question together do not fit the model’s window',
  unauthorized: 'The model’s API refused the key',
  'not-found': 'The model’s API does not know the model or the address',
  'rate-limited': 'The model’s API is limiting requests; try again in a moment',
  overloaded: 'The model’s API is overloaded; try again in a moment',
};

/** What the SDK threw as the kit's error, with the API's own words. */
export function toError(thrown: unknown): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as SdkError;
  const status = typeof error.status === 'number' ? error.status : undefined;
  const body = error.error?.error;
  const words =
    typeof body?.message === 'string' ? body.message : typeof error.message === 'string' ? error.message : '';
  const type = typeof body?.type === 'string' ? BY_TYPE[body.type] : undefined;
  if (status === undefined && type === undefined) {
    // Without a status there was no whole answer: the connection failed, before it or within.
    const cause = typeof error.cause?.message === 'string' ? ` ${error.cause.message}` : '';
    return new ForewarmError('unreachable', `The connection to the model’s API failed: ${words}${cause}`.trim(), {
      cause: thrown,
    });
  }
  const code = refine(type ?? byStatus(status), words);
  const said = SAID[code] ?? 'The model’s API failed; try again in a moment';
  const message = `${said}${status === undefined ? '' : ` (${status})`}: ${words}`;
  return new ForewarmError(code, message, { status, retryAfterMs: retryAfterMs(error.headers), cause: thrown });
}

/** Whether the API may have refused just the way of warming, so that the next way is worth a try. */
export function refusesMethod(error: ForewarmError): boolean {
  return (error.status === 400 || error.status === 422) && error.code !== 'prompt-too-long';
}

function refine(code: ErrorCode, words: string): ErrorCode {
  const overWindow = /prompt is too long|context (size|length|window)|maximum context/i;
  return code === 'invalid-request' && overWindow.test(words) ? 'prompt-too-long' : code;
}

function byStatus(status: number | undefined): ErrorCode {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 413) return 'prompt-too-long';
  if (status === 429) return 'rate-limited';
  if (status === 529 || status === 503) return 'overloaded';
  return status !== undefined && status < 500 ? 'invalid-request' : 'upstream';
}

/** `retry-after` in milliseconds, whether it was given in seconds or as a date. */
function retryAfterMs(headers: unknown): number | undefined {
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
