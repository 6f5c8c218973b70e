import { type ErrorCode, ForewarmError } from '@forewarm/core';
import { cleanWords, holdsSecret } from './words.js';

/** A failure as far as it could be read, whichever SDK threw it. */
export interface Failure {
  readonly thrown: unknown;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /**
   * The backend's own words for the kind of error, most telling first: `invalid_api_key`,
   * `overloaded_error`.
   */
  readonly kinds?: readonly unknown[];
  /** The backend's own words for people. */
  readonly words: string;
  /** Headers of the answer. */
  readonly headers?: unknown;
  /** What else the thrown carries of the answer, for a log to write out. */
  readonly rest?: string | undefined;
  /** What must not be told, even where the backend repeats it. */
  readonly secrets?: readonly string[];
  /** Whether the answer had begun. */
  readonly begun?: boolean | undefined;
}

/**
 * Kinds of error by the names that Anthropic's and OpenAI's APIs, the engines that follow them, and
 * Bedrock within a stream, give them.
 */
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

/** A failure as the kit's error, with the backend's own words and never its secrets. */
export function toBackendError(failure: Failure): ForewarmError {
  const { thrown, status, secrets, headers } = failure;
  const words = cleanWords(failure.words, secrets);
  const code = codeOf(failure);
  const said = SAID[code] ?? 'The model’s API failed; try again in a moment';
  const message = `${said}${status === undefined ? '' : ` (${status})`}${words === '' ? '.' : `: ${words}`}`;
  return new ForewarmError(code, message, {
    status,
    retryAfterMs: retryAfterMs(headers),
    // Paying is what helps against a quota that is used up, not waiting.
    retryable: failure.kinds?.includes('insufficient_quota') ? false : undefined,
    // A log writes the cause out too: it goes along only where there is nothing in it to be struck.
    // There always is one: by it a server
    // knows that the words are not the kit's own, and keeps them from its clients.
    cause: holdsSecret(failure.words + (failure.rest ?? ''), secrets) ? 'left out: it may hold a secret' : thrown,
  });
}

/**
 * For an answer that came with 200 and yet is none of the API's, such as a page that something
 * between has put in its place.
 */
export function notAnAnswer(got: unknown, secrets?: readonly string[]): ForewarmError {
  const words = typeof got === 'string' ? `: ${cleanWords(got, secrets)}` : '';
  const check = 'Check the base URL, and whether something redirects it';
  const message = `What answered is not the model’s API${words}. ${check}.`;
  // For whoever runs the server: the cause keeps it from its clients.
  return new ForewarmError('upstream', message, { retryable: false, cause: 'an answer of another kind' });
}

/**
 * Whether the backend may have refused just the way of warming, so that the next way is worth a
 * try.
 */
export function refusesMethod({ status, code }: ForewarmError): boolean {
  if (status === null || status < 400 || status >= 500 || code === 'prompt-too-long') return false;
  return ![401, 402, 403, 404, 408, 413, 429].includes(status);
}

function codeOf({ thrown, status, kinds = [], words, begun }: Failure): ErrorCode {
  const known = kinds
    .map((kind) => (typeof kind === 'string' ? BY_KIND[kind] : undefined))
    .find((code) => code !== undefined);
  // OpenAI calls a missing key an invalid request too, and engines follow it: the status says more
  // than that kind.
  const isVague = known === undefined || known === 'invalid-request';
  const code = isVague && status !== undefined ? byStatus(status) : known;
  if (code === 'invalid-request') {
    return /prompt is too long|context[ _](size|length|window)|maximum context/i.test(words) ? 'prompt-too-long' : code;
  }
  if (code !== undefined) return code;
  // An SDK that has no key asks nobody.
  if (!begun && /authentication method|credentials/i.test(words)) return 'unauthorized';
  // Without a status there was no whole answer: the connection failed, before it or within; or what
  // came makes no sense.
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

/**
 * How long to wait in milliseconds, whether it was given in milliseconds, in seconds or as a date.
 */
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
