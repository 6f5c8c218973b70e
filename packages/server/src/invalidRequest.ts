import { ForewarmError } from '@forewarm/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';

export function invalidRequest(message: string, status = 400): ForewarmError {
  return new ForewarmError('invalid-request', message, { status });
}

export function invalidField(path: string, [issue]: readonly StandardSchemaV1.Issue[]): ForewarmError {
  const keys = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return invalidRequest(`${[path, ...keys].join('.')}: ${issue?.message ?? 'not what is expected'}.`);
}
