import { invalidOption, type Prefix } from '@forewarm/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { invalidRequest } from '../invalidRequest.js';
import type { PrefixResolver } from '../prefixes.js';

/**
 * Makes a resolver that checks its parameters with a schema of any Standard Schema library (zod,
 * valibot, arktype). Answers 400 with the field's name before it calls `resolve`.
 */
export function withParams<Schema extends StandardSchemaV1>(
  schema: Schema,
  resolve: (params: StandardSchemaV1.InferOutput<Schema>, request: Request) => Prefix | Promise<Prefix>,
): PrefixResolver {
  const standard = (schema as Partial<StandardSchemaV1> | null)?.['~standard'];
  if (typeof standard?.validate !== 'function') {
    throw invalidOption('withParams', 'schema', schema, 'a Standard Schema, such as one of zod');
  }
  return async (params, request) => {
    const result = await standard.validate(params);
    if (result.issues === undefined) return resolve(result.value, request);
    const [issue] = result.issues;
    const keys = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const path = ['body', 'prefix', 'params', ...keys].join('.');
    throw invalidRequest(`${path}: ${issue?.message ?? 'not what is expected'}.`);
  };
}
