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

/**
 * Makes a prefix from the parameters a browser sent. Called for every warm and ask: return the same
 * prefix for the same parameters.
 */
export type PrefixResolver = (params: JsonObject, request: Request) => Prefix | Promise<Prefix>;

/** A server's prefixes by id, or functions of the parameters. */
export type Prefixes = Readonly<Record<string, Prefix | PrefixResolver | Unmade>>;

/**
 * No value has this type: the compiler then says what to do if somebody gives options instead of a
 * prefix.
 */
interface Unmade extends PrefixOptions {
  readonly 'wrap it in definePrefix({ … })': never;
}

/** The prefixes, who shares their entries, and who may ask. */
export interface PrefixSource {
  readonly prefixes: Prefixes;
  readonly isolate?: Isolate | undefined;
  readonly authorize?: Authorize | undefined;
}

/**
 * Finds the named prefix, isolates it for its scope and adds the thread. Throws `unknown-prefix` if
 * there is none.
 */
export async function resolvePrefix(
  { prefixes, isolate = 'shared', authorize }: PrefixSource,
  ref: PrefixRef,
  request: Request,
  scope: Scope,
): Promise<Prefix> {
  const source = Object.hasOwn(prefixes, ref.id) ? prefixes[ref.id] : undefined;
  if (source === undefined) {
    // The error lists the ids only if everyone may ask about everything.
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
