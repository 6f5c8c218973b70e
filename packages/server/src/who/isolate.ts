import { ForewarmError, type Prefix } from '@forewarm/core';
import { isolatePrefix } from '@forewarm/core/kit';
import { personOf, type Scope } from './scope.js';

/**
 * Who shares a cache entry. `shared`: everyone, so timing tells strangers that a text was asked
 * about. `user`, `tenant`: only they, each paying a write. A function names who shares; null for
 * everyone.
 */
export type Isolate = 'shared' | 'user' | 'tenant' | ((scope: Scope) => string | null);

/** Throws `unauthorized` for an unknown scope. */
export function isolated(prefix: Prefix, isolate: Isolate, scope: Scope): Prefix {
  if (isolate === 'shared') return prefix;
  const text: unknown =
    typeof isolate === 'function' ? isolate(scope) : isolate === 'user' ? personOf(scope) : scope.tenant;
  // Elsewhere null is an unknown tenant.
  if (text === null && typeof isolate === 'function') return prefix;
  if (typeof text === 'string' && text !== '') return remembered(prefix, text);
  const by = typeof isolate === 'function' ? 'scope' : isolate;
  const message = `Sign in first: this server isolates prefixes by ${by}, and this request has no ${by}.`;
  throw new ForewarmError('unauthorized', message, { status: 401 });
}

/** Hashing 150,000 tokens takes tens of milliseconds. */
const KEPT = 500;
const ready = new WeakMap<Prefix, Map<string, Prefix>>();

function remembered(prefix: Prefix, scope: string): Prefix {
  let scopes = ready.get(prefix);
  if (!scopes) ready.set(prefix, (scopes = new Map()));
  const known = scopes.get(scope) ?? isolatePrefix(prefix, scope);
  // The first is the least recently used.
  scopes.delete(scope);
  scopes.set(scope, known);
  if (scopes.size > KEPT) scopes.delete(scopes.keys().next().value!);
  return known;
}
