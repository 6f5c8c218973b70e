import type { PastTurn, Prefix } from './shape.js';

/** A prefix's size in tokens, before a backend has counted it. */
export interface Size {
  /** An estimate. */
  readonly tokens: number;
  /**
   * The upper bound: one token per byte of its JSON, since no tokenizer splits a byte. Null with an
   * image or document.
   */
  readonly mostTokens: number | null;
}

/** What `prefix.ts` can do with a prefix. */
interface Ways {
  readonly grow: (prefix: Prefix, turns: readonly PastTurn[]) => Prefix;
  readonly size: (prefix: Prefix) => Size;
}

/**
 * All prefixes with their functions. Apart from what makes them, so that a page that only names
 * prefixes loads no hashing.
 */
const made = new WeakMap<object, Ways>();

/** Registers a prefix. For `prefix.ts` only. */
export function markMade(prefix: Prefix, ways: Ways): void {
  made.set(prefix, ways);
}

/** Whether a value was made by `definePrefix` or `extendPrefix`. */
export function isPrefix(value: unknown): value is Prefix {
  // A value that is no object is in no map.
  return made.has(value as object);
}

/** Grows a prefix by turns, like `extendPrefix`. */
export function growPrefix(prefix: Prefix, turns: readonly PastTurn[]): Prefix {
  return made.get(prefix)!.grow(prefix, turns);
}

/** A prefix's size; null for a name. */
export function prefixSize(value: object): Size | null {
  return made.get(value)?.size(value as Prefix) ?? null;
}
