import { invalidOption, type Prefix } from '@forewarm/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { invalidField } from '../invalidRequest.js';
import type { PrefixResolver } from '../prefixes.js';

/** Makes a resolver that checks its parameters with a Standard Schema; 400 if they fail. */
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
    throw invalidField('body.prefix.params', result.issues);
  };
}
