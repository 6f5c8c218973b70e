import { ForewarmError } from '../base/errors.js';
import type { ErrorBody } from './wire.js';

/**
 * An error as it goes to a client; what is no error of the kit goes without its words, which may be
 * internal.
 */
export function toErrorBody(thrown: unknown): ErrorBody {
  if (!(thrown instanceof ForewarmError)) {
    return {
      code: 'upstream',
      message: 'The server failed; its log says why. Try again in a moment.',
      retryable: true,
    };
  }
  const { code, message, retryable, retryAfterMs, status } = thrown;
  return {
    code,
    message,
    retryable,
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(status !== null && { status }),
  };
}

/**
 * The error a server sent, as it was thrown there; `status` is that of the answer it came in, for a
 * body without one of its own.
 */
export function fromErrorBody(body: ErrorBody, status?: number): ForewarmError {
  return new ForewarmError(body.code, body.message, { status, ...body });
}

/**
 * Finds an error of the kit in a text that may be anything, such as what a proxy answers in its
 * place.
 */
export function parseErrorBody(text: string): ErrorBody | null {
  try {
    const { error } = JSON.parse(text) as { error?: Partial<ErrorBody> };
    if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
    return { ...(error as ErrorBody), retryable: error.retryable === true };
  } catch {
    return null;
  }
}
