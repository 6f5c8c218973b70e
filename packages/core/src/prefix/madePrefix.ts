import type { PastTurn, Prefix } from './shape.js';

/** How a real prefix grows. */
export type Grow = (prefix: Prefix, turns: readonly PastTurn[]) => Prefix;

/**
 * Every prefix that was made, with what it grows by. Apart from what makes prefixes, so that a page
 * that only names them need not carry the hashing it takes.
 */
const made = new WeakMap<object, Grow>();

/** Notes that a value is a prefix. For `prefix.ts` alone. */
export function markMade(prefix: Prefix, grow: Grow): void {
  made.set(prefix, grow);
}

/** Whether a value was made by `definePrefix` or `extendPrefix`. */
export function isPrefix(value: unknown): value is Prefix {
  // What is no object is in no such map.
  return made.has(value as object);
}

/** Grows a prefix by turns, as `extendPrefix` does. */
export function growPrefix(prefix: Prefix, turns: readonly PastTurn[]): Prefix {
  return made.get(prefix)!(prefix, turns);
}
