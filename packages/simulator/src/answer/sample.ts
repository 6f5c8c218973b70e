/** Recursive schemas end here. */
const MAX_DEPTH = 8;

type Schema = Readonly<Record<string, unknown>>;

/**
 * Makes a value for a JSON schema: required properties, first choices, `text` for strings. Reads
 * only `type`, `enum`, `const`, `anyOf`, `$ref` and minimums.
 */
export function sampleOf(schema: unknown, text: string): unknown {
  return sample(asSchema(schema), text, asSchema(schema), 0);
}

function sample(schema: Schema, text: string, root: Schema, depth: number): unknown {
  const choice = schema['const'] ?? firstOf(schema['enum']);
  if (choice !== undefined) return choice;
  const branch =
    firstOf(schema['anyOf']) ?? firstOf(schema['oneOf']) ?? firstOf(schema['allOf']) ?? refersTo(schema, root);
  if (branch !== undefined) return depth < MAX_DEPTH ? sample(asSchema(branch), text, root, depth + 1) : null;
  const type = Array.isArray(schema['type']) ? firstOf(schema['type']) : schema['type'];
  switch (type) {
    case 'object':
      return sampleObject(schema, text, root, depth);
    case 'array':
      return sampleArray(schema, text, root, depth);
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return text;
  }
}

function sampleObject(schema: Schema, text: string, root: Schema, depth: number): Record<string, unknown> {
  const properties = asSchema(schema['properties']);
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  if (depth >= MAX_DEPTH) return {};
  return Object.fromEntries(required.map((name) => [name, sample(asSchema(properties[name]), text, root, depth + 1)]));
}

function sampleArray(schema: Schema, text: string, root: Schema, depth: number): unknown[] {
  if (depth >= MAX_DEPTH) return [];
  const least = typeof schema['minItems'] === 'number' ? Math.min(schema['minItems'], 100) : 1;
  return Array.from({ length: Math.max(1, least) }, () => sample(asSchema(schema['items']), text, root, depth + 1));
}

function refersTo(schema: Schema, root: Schema): unknown {
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return undefined;
  let target: unknown = root;
  for (const key of ref.slice(2).split('/')) target = asSchema(target)[key];
  return target;
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}
