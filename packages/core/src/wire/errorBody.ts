import { ForewarmError } from '../base/errors.js';
import type { ErrorBody } from './wire.js';

/** Other errors than the kit's lose their message, which may be internal. */
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

/** `status` is the response's, for a body without its own. */
export function fromErrorBody(body: ErrorBody, status?: number): ForewarmError {
  return new ForewarmError(body.code, body.message, { status, ...body });
}

/** Finds a kit's error in any text, such as a proxy's answer. */
export function parseErrorBody(text: string): ErrorBody | null {
  try {
    const { error } = JSON.parse(text) as { error?: Partial<ErrorBody> };
    if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
    return { ...(error as ErrorBody), retryable: error.retryable === true };
  } catch {
    return null;
  }
}
