import type * as z from 'zod';
import { ApiError } from '../http/apiError.js';

/** Checks a body against its schema; throws the 400 of OpenAI's API that names the first parameter at fault. */
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

/** A 400 of OpenAI's API about one parameter. */
export function refuse(message: string, param: string | null, code: string): ApiError {
  return new ApiError('invalid_request_error', message, { param, code });
}

// input[0].content, as OpenAI writes a path.
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}
