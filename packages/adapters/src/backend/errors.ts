import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { cleanWords, holdsSecret } from './words.js';

export interface Failure {
  readonly thrown: unknown;
  /** If the backend answered. */
  readonly status?: number | undefined;
  /** The backend's codes, most specific first: `invalid_api_key`. */
  readonly kinds?: readonly unknown[];
  readonly words: string;
  readonly headers?: unknown;
  /** Other text of the response that a log would print. */
  readonly rest?: string | undefined;
  readonly secrets?: readonly string[];
  /** The answer had started. */
  readonly begun?: boolean | undefined;
}

/** Anthropic's, OpenAI's, engines' and Bedrock's. */
const BY_KIND: Readonly<Record<string, ErrorCode>> = {
  invalid_request_error: 'invalid-request',
  authentication_error: 'unauthorized',
  permission_error: 'unauthorized',
  invalid_api_key: 'unauthorized',
  not_found_error: 'not-found',
  model_not_found: 'not-found',
  request_too_large: 'prompt-too-long',
  context_length_exceeded: 'prompt-too-long',
  rate_limit_error: 'rate-limited',
  rate_limit_exceeded: 'rate-limited',
  insufficient_quota: 'rate-limited',
  overloaded_error: 'overloaded',
  server_is_overloaded: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'upstream',
  server_error: 'upstream',
  validationException: 'invalid-request',
  throttlingException: 'rate-limited',
  serviceUnavailableException: 'overloaded',
  modelTimeoutException: 'timeout',
  modelStreamErrorException: 'upstream',
  internalServerException: 'upstream',
};

const SAID: Partial<Record<ErrorCode, string>> = {
  'invalid-request': 'The model’s API refused the request',
  'prompt-too-long': 'The context and the question together do not fit the model’s window',
  unauthorized: 'The model’s API refused the key',
  'not-found': 'The model’s API does not know the model or the address',
  'rate-limited': 'The model’s API is limiting requests; try again in a moment',
  overloaded: 'The model’s API is overloaded; try again in a moment',
  timeout: 'The model’s API took too long; asking again may work',
  unreachable: 'The connection to the model’s API failed',
  'stream-cut': 'The answer broke off before its end; asking again may work',
};

/** Makes an error with the backend's message, without secrets. */
export function toBackendError(failure: Failure): ForewarmError {
  const { thrown, status, secrets, headers } = failure;
  const words = cleanWords(failure.words, secrets);
  const code = codeOf(failure);
  const said = SAID[code] ?? 'The model’s API failed; try again in a moment';
  const message = `${said}${status === undefined ? '' : ` (${status})`}${words === '' ? '.' : `: ${words}`}`;
  return new ForewarmError(code, message, {
    status,
    retryAfterMs: retryAfterMs(headers),
    // It needs payment.
    retryable: failure.kinds?.includes('insufficient_quota') ? false : undefined,
    // Logs print causes, so one with a secret is replaced. A server hides messages with a cause.
    cause: holdsSecret(failure.words + (failure.rest ?? ''), secrets) ? 'left out: it may hold a secret' : thrown,
  });
}

/** Makes the error for a 200 of something else, such as a proxy's page. */
export function notAnAnswer(got: unknown, secrets?: readonly string[]): ForewarmError {
  const words = typeof got === 'string' ? `: ${cleanWords(got, secrets)}` : '';
  const check = 'Check the base URL, and whether something redirects it';
  const message = `What answered is not the model’s API${words}. ${check}.`;
  // The cause hides this from clients.
  return new ForewarmError('upstream', message, { retryable: false, cause: 'an answer of another kind' });
}

/** Another way of warming may work. */
export function refusesMethod({ status, code }: ForewarmError): boolean {
  if (status === null || status < 400 || status >= 500 || code === 'prompt-too-long') return false;
  return ![401, 402, 403, 404, 408, 413, 429].includes(status);
}

function codeOf({ thrown, status, kinds = [], words, begun }: Failure): ErrorCode {
  const known = kinds
    .map((kind) => (typeof kind === 'string' ? BY_KIND[kind] : undefined))
    .find((code) => code !== undefined);
  // OpenAI calls a missing key an invalid request; the status says more.
  const isVague = known === undefined || known === 'invalid-request';
  const code = isVague && status !== undefined ? byStatus(status) : known;
  if (code === 'invalid-request') {
    return /prompt is too long|context[ _](size|length|window)|maximum context/i.test(words) ? 'prompt-too-long' : code;
  }
  if (code !== undefined) return code;
  // Without a key the SDK sends nothing.
  if (!begun && /authentication method|credentials/i.test(words)) return 'unauthorized';
  // The connection failed, or the response made no sense.
  if (thrown instanceof SyntaxError || (thrown instanceof TypeError && !begun && !thrown.cause)) return 'upstream';
  if (/timed? ?out/i.test(words)) return 'timeout';
  return begun ? 'stream-cut' : 'unreachable';
}

function byStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 413) return 'prompt-too-long';
  if (status === 429) return 'rate-limited';
  if (status === 529 || status === 503) return 'overloaded';
  return status >= 400 && status < 500 ? 'invalid-request' : 'upstream';
}

/** In ms, seconds or as a date. */
function retryAfterMs(headers: unknown): number | undefined {
  const ms = Number(header(headers, 'retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return ms;
  const value = header(headers, 'retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  const left = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return left >= 0 ? left : undefined;
}

function header(headers: unknown, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const value = (headers as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : null;
}
