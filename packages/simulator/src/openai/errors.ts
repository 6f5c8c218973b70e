import type * as z from 'zod';
import { ApiError } from '../http/apiError.js';
import { valueAt } from '../http/body.js';

export function openAiError({ message, type, status, about }: ApiError): { error: Record<string, unknown> } {
  const words = status === 401 ? { type: 'invalid_request_error', code: 'invalid_api_key' } : wordsOf(type);
  return { error: { message, param: about.param ?? null, ...words, ...(about.code && { code: about.code }) } };
}

function wordsOf(type: string): { type: string; code: string | null } {
  if (type === 'rate_limit_error') return { type: 'tokens', code: 'rate_limit_exceeded' };
  if (type === 'not_found_error') return { type: 'invalid_request_error', code: 'not_found' };
  if (type === 'api_error' || type === 'overloaded_error' || type === 'timeout_error') {
    return { type: 'server_error', code: type === 'overloaded_error' ? 'server_is_overloaded' : null };
  }
  return { type: 'invalid_request_error', code: null };
}

export function refuse(message: string, param: string | null, code: string): ApiError {
  return new ApiError('invalid_request_error', message, { param, code });
}

/** Throws OpenAI's 400 for the first wrong parameter. */
export function parseOpenAi<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const param = nameOf([...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])]);
  if (extra !== undefined) throw refuse(`Unknown parameter: '${param}'.`, param, 'unknown_parameter');
  if (issue && valueAt(body, issue.path) === undefined) {
    throw refuse(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
  }
  throw refuse(`Invalid value for '${param}': ${issue?.message ?? 'not accepted'}.`, param, 'invalid_value');
}

// Such as input[0].content.
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth > 0 ? '.' : ''}${String(key)}`))
    .join('');
}
