import { ForewarmError, type Prefix } from '@forewarm/core';
import { isolatePrefix } from '@forewarm/core/kit';
import { personOf, type Scope } from './scope.js';

/**
 * Who shares a cache entry. `shared`: everyone; a stranger can then tell by timing that somebody
 * asked about a text. `user` and `tenant`: only they, each for their own write. A function returns
 * who shares; null for everyone.
 */
export type Isolate = 'shared' | 'user' | 'tenant' | ((scope: Scope) => string | null);

/** Gives the prefix that only this scope shares. Throws `unauthorized` if the scope is unknown. */
export function isolated(prefix: Prefix, isolate: Isolate, scope: Scope): Prefix {
  if (isolate === 'shared') return prefix;
  const text: unknown =
    typeof isolate === 'function' ? isolate(scope) : isolate === 'user' ? personOf(scope) : scope.tenant;
  // Only a function may return null for everyone; elsewhere null is an unknown tenant.
  if (text === null && typeof isolate === 'function') return prefix;
  if (typeof text === 'string' && text !== '') return remembered(prefix, text);
  const by = typeof isolate === 'function' ? 'scope' : isolate;
  const message = `Sign in first: what you ask about is kept apart by ${by}, and this request has no ${by}.`;
  throw new ForewarmError('unauthorized', message, { status: 401 });
}

/** Scopes kept per prefix: each hashes the whole text, tens of milliseconds for 150,000 tokens. */
const KEPT = 500;
const ready = new WeakMap<Prefix, Map<string, Prefix>>();

function remembered(prefix: Prefix, scope: string): Prefix {
  let scopes = ready.get(prefix);
  if (!scopes) ready.set(prefix, (scopes = new Map()));
  const known = scopes.get(scope) ?? isolatePrefix(prefix, scope);
  // Moved to the end: the first is the least recently used.
  scopes.delete(scope);
  scopes.set(scope, known);
  if (scopes.size > KEPT) scopes.delete(scopes.keys().next().value!);
  return known;
}
