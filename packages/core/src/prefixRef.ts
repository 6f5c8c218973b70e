import { invalidOption } from './errors.js';
import { canonicalJson, type Json, type JsonObject } from './json.js';
import { isPrefix } from './madePrefix.js';
import type { PastTurn, Prefix } from './prefix.js';

/** The name of a prefix that only a server can resolve: what a browser holds instead of 150,000 tokens. */
export interface PrefixRef {
  readonly id: string;
  /** What the server's resolver needs to tell one prefix of this id from another, such as a document's number. */
  readonly params?: JsonObject | undefined;
  /** The answered turns of this conversation so far. */
  readonly thread?: readonly PastTurn[] | undefined;
}

/** Gives equal prefixes equal keys, for one warm per prefix: the hash of a prefix, or the canonical text of a name. */
export function prefixKey(prefix: Prefix | PrefixRef): string {
  if (isPrefix(prefix)) return prefix.hash;
  const ref = prefix;
  if (typeof ref?.id !== 'string' || ref.id === '')
    throw invalidOption('prefix', 'id', ref?.id, 'the non-empty name of a prefix');
  return canonicalJson({ id: ref.id, params: ref.params ?? {}, thread: (ref.thread ?? []) as unknown as Json });
}
