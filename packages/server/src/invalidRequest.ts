import { ForewarmError } from '@forewarm/core';

/** Makes the error for an invalid request. */
export function invalidRequest(message: string, status = 400): ForewarmError {
  return new ForewarmError('invalid-request', message, { status });
}
