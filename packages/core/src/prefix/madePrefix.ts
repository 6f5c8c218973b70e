import type { PastTurn, Prefix } from './shape.js';

/** Before a backend has counted. */
export interface Size {
  readonly tokens: number;
  /**
   * One token per byte of its JSON, since no tokenizer splits a byte. Null with an image or
   * document.
   */
  readonly mostTokens: number | null;
}

interface Ways {
  readonly grow: (prefix: Prefix, turns: readonly PastTurn[]) => Prefix;
  readonly size: (prefix: Prefix) => Size;
}

/** Apart, so that a page that only names prefixes loads no hashing. */
const made = new WeakMap<object, Ways>();

/** For `prefix.ts` only. */
export function markMade(prefix: Prefix, ways: Ways): void {
  made.set(prefix, ways);
}

/** Whether `definePrefix` or `extendPrefix` made it. */
export function isPrefix(value: unknown): value is Prefix {
  // A value that is no object is in no map.
  return made.has(value as object);
}

export function growPrefix(prefix: Prefix, turns: readonly PastTurn[]): Prefix {
  return made.get(prefix)!.grow(prefix, turns);
}

/** Null for a name. */
export function prefixSize(value: object): Size | null {
  return made.get(value)?.size(value as Prefix) ?? null;
}
