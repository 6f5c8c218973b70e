import {
  extendPrefix,
  ForewarmError,
  isPrefix,
  type JsonObject,
  type Prefix,
  type PrefixOptions,
  type PrefixRef,
} from '@forewarm/core';
import type { Scope } from './who/scope.js';
import type { Authorize } from './who/authorize.js';
import { type Isolate, isolated } from './who/isolate.js';

/** Makes a prefix from a browser's parameters, always the same one. */
export type PrefixResolver = (params: JsonObject, request: Request) => Prefix | Promise<Prefix>;

export type Prefixes = Readonly<Record<string, Prefix | PrefixResolver | Unmade>>;

/** Only words the compiler's error for options in place of a prefix. */
interface Unmade extends PrefixOptions {
  readonly 'wrap it in definePrefix({ … })': never;
}

export interface PrefixSource {
  readonly prefixes: Prefixes;
  readonly isolate?: Isolate | undefined;
  readonly authorize?: Authorize | undefined;
}

/** Isolated, with its thread. Throws `unknown-prefix`. */
export async function resolvePrefix(
  { prefixes, isolate = 'shared', authorize }: PrefixSource,
  ref: PrefixRef,
  request: Request,
  scope: Scope,
): Promise<Prefix> {
  const source = Object.hasOwn(prefixes, ref.id) ? prefixes[ref.id] : undefined;
  if (source === undefined) {
    // Only if everyone may ask about them.
    const known = authorize === undefined ? `; this server has: ${Object.keys(prefixes).join(', ')}` : '';
    const message = `There is no prefix ${JSON.stringify(ref.id.slice(0, 60))} here${known}.`;
    throw new ForewarmError('unknown-prefix', message, { status: 404 });
  }
  const base = typeof source === 'function' ? await source(ref.params ?? {}, request) : source;
  if (!isPrefix(base)) {
    throw new Error(`The resolver of prefix ${JSON.stringify(ref.id)} did not return what definePrefix made.`);
  }
  return extendPrefix(isolated(base, isolate, scope), ref.thread ?? []);
}
