import type { PastTurn, Prefix } from './shape.js';

/** How large a prefix is, in tokens, before a backend has counted it. */
export interface Size {
  /** An estimate. */
  readonly tokens: number;
  /**
   * What it can't exceed, since no tokenizer splits a byte: one for each byte of it in JSON. Null
   * with an image or a document, whose bytes bound nothing.
   */
  readonly mostTokens: number | null;
}

/** What `prefix.ts` can do with a prefix. */
interface Ways {
  readonly grow: (prefix: Prefix, turns: readonly PastTurn[]) => Prefix;
  readonly size: (prefix: Prefix) => Size;
}

/**
 * Every prefix that was made, with what can be done with it. Apart from what makes prefixes, so
 * that a page that only names them carries neither hashing nor counting.
 */
const made = new WeakMap<object, Ways>();

/** Notes that a value is a prefix. For `prefix.ts` alone. */
export function markMade(prefix: Prefix, ways: Ways): void {
  made.set(prefix, ways);
}

/** Whether a value was made by `definePrefix` or `extendPrefix`. */
export function isPrefix(value: unknown): value is Prefix {
  // What is no object is in no such map.
  return made.has(value as object);
}

/** Grows a prefix by turns, as `extendPrefix` does. */
export function growPrefix(prefix: Prefix, turns: readonly PastTurn[]): Prefix {
  return made.get(prefix)!.grow(prefix, turns);
}

/** How large a prefix is; null for a value that only names one. */
export function prefixSize(value: object): Size | null {
  return made.get(value)?.size(value as Prefix) ?? null;
}
