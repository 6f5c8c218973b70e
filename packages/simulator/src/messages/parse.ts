import type * as z from 'zod';
import { invalid } from '../http/apiError.js';
import { describeIssue } from './issues.js';

/** Checks a body against its schema; throws the API's 400 that names the first field at fault. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(describeIssue(result.error.issues, body));
}
