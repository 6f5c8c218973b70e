import { invalidOption } from '../base/errors.js';
import { canonicalJson, type Json, type JsonObject } from '../base/json.js';
import { isPrefix } from './madePrefix.js';
import type { PastTurn, Prefix } from './prefix.js';

/**
 * The name of a prefix that only a server can resolve: what a browser holds instead of 150,000
 * tokens.
 */
export interface PrefixRef {
  readonly id: string;
  /**
   * What the server's resolver needs to tell one prefix of this id from another, such as a
   * document's number.
   */
  readonly params?: JsonObject | undefined;
  /** The answered turns of this conversation so far. */
  readonly thread?: readonly PastTurn[] | undefined;
}

/**
 * Keys of names seen before, with what they were made from: a conversation's text is read once, not
 * at every keystroke.
 */
const known = new WeakMap<PrefixRef, PrefixRef & { readonly key: string }>();

/**
 * Gives equal prefixes equal keys, for one warm per prefix: the hash of a prefix, or the canonical
 * text of a name. Parameters and thread of a name are taken not to change in place; put others in
 * their place instead.
 */
export function prefixKey(prefix: Prefix | PrefixRef): string {
  if (isPrefix(prefix)) return prefix.hash;
  const before = known.get(prefix);
  const { id, params, thread } = prefix ?? {};
  if (before && before.id === id && before.params === params && before.thread === thread) return before.key;
  if (typeof id !== 'string' || id === '') throw invalidOption('prefix', 'id', id, 'the non-empty name of a prefix');
  const key = canonicalJson({ id, params: params ?? {}, thread: (thread ?? []) as unknown as Json });
  known.set(prefix, { id, params, thread, key });
  return key;
}
