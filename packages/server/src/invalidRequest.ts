import { ForewarmError } from '@forewarm/core';

/** A request that is not in order, as an error with its HTTP status. */
export function invalidRequest(message: string, status = 400): ForewarmError {
  return new ForewarmError('invalid-request', message, { status });
}
