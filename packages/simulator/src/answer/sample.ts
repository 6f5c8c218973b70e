const MAX_DEPTH = 8;

type Schema = Readonly<Record<string, unknown>>;

/** Makes a value for a JSON schema: required properties, first choices, `text` for strings. */
export function sampleOf(whole: unknown, text: string): unknown {
  const root = asSchema(whole);
  const sample = (given: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH) return null;
    const schema = asSchema(given);
    const choice = schema['const'] ?? firstOf(schema['enum']);
    if (choice !== undefined) return choice;
    const branch =
      firstOf(schema['anyOf']) ?? firstOf(schema['oneOf']) ?? firstOf(schema['allOf']) ?? refersTo(schema, root);
    if (branch !== undefined) return sample(branch, depth + 1);
    const type = Array.isArray(schema['type']) ? firstOf(schema['type']) : schema['type'];
    switch (type) {
      case 'object': {
        const properties = asSchema(schema['properties']);
        const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
        return Object.fromEntries(required.map((name) => [name, sample(properties[name], depth + 1)]));
      }
      case 'array': {
        const least = typeof schema['minItems'] === 'number' ? Math.min(schema['minItems'], 100) : 1;
        return Array.from({ length: Math.max(1, least) }, () => sample(schema['items'], depth + 1));
      }
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
  };
  return sample(root, 0);
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
