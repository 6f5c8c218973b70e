import { invalidOption } from './errors.js';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Copies and freezes. Throws `invalid-option` with the path of what isn't JSON. */
export function frozenJson<T>(value: T, where: string, path: string, depth = 0): T {
  if (depth > 100) throw invalidOption(where, path, value, 'nested at most 100 levels deep');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalidOption(where, path, value, 'a finite number');
    return value;
  }
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item, index) => frozenJson(item, where, `${path}[${index}]`, depth + 1))) as T;
  }
  if (typeof value !== 'object')
    throw invalidOption(where, path, value, 'JSON: text, number, boolean, null, array or object');
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) throw invalidOption(where, path, value, 'a plain object');
  // Without a prototype, `__proto__` is a key like any other.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key] = frozenJson(item, where, `${path}.${key}`, depth + 1);
  }
  return Object.freeze(copy) as T;
}

/** Sorts keys: equal values give equal text. */
export function canonicalJson(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_key, item: Json) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
