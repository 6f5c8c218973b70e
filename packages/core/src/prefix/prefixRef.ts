import { invalidOption } from '../base/errors.js';
import { canonicalJson, type Json, type JsonObject } from '../base/json.js';
import { isPrefix } from './madePrefix.js';
import type { PastTurn, Prefix } from './prefix.js';

/** What a browser holds instead of a prefix. */
export interface PrefixRef {
  readonly id: string;
  /** Distinguishes prefixes of one id, such as a document's number. */
  readonly params?: JsonObject | undefined;
  readonly thread?: readonly PastTurn[] | undefined;
}

/** Read once, not per keystroke. */
const known = new WeakMap<PrefixRef, PrefixRef & { readonly key: string }>();

/**
 * A prefix's hash, or a name's canonical text. Replace its parameters or thread, don't change them.
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
