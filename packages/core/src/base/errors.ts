export type ErrorCode =
  | 'invalid-option'
  | 'invalid-request'
  | 'unknown-prefix'
  | 'prompt-too-long'
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'overloaded'
  | 'unreachable'
  | 'stream-cut'
  | 'timeout'
  | 'upstream';

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'rate-limited',
  'overloaded',
  'unreachable',
  'stream-cut',
  'timeout',
  'upstream',
]);

export interface ForewarmErrorOptions {
  /** HTTP status. */
  status?: number | undefined;
  /** Until the backend accepts requests again. */
  retryAfterMs?: number | undefined;
  /** Default: depends on the code. */
  retryable?: boolean | undefined;
  cause?: unknown;
}

export class ForewarmError extends Error {
  override readonly name = 'ForewarmError';
  readonly code: ErrorCode;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: ForewarmErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryable = options.retryable ?? RETRYABLE.has(code);
  }
}

/** Anything else than the kit's error becomes `upstream`. */
export function toForewarmError(error: unknown): ForewarmError {
  if (error instanceof ForewarmError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ForewarmError('upstream', message || 'The backend failed without saying why.', { cause: error });
}

export function invalidOption(where: string, option: string, value: unknown, allowed: string): ForewarmError {
  return new ForewarmError('invalid-option', `${where}: ${option} is ${show(value)}; it must be ${allowed}.`);
}

/** Throws `invalid-option` below `min`, by default 1, or for a fraction. */
export function wholeNumber(where: string, option: string, value: number, min = 1): number {
  if (Number.isInteger(value) && value >= min) return value;
  throw invalidOption(where, option, value, `a whole number, ${min} or more`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value && typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

export function streamCut(cause?: unknown): ForewarmError {
  const message = 'The connection broke off before the end of the answer; asking again may work.';
  return new ForewarmError('stream-cut', message, { cause });
}
