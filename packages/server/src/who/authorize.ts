import { ForewarmError, type PrefixRef } from '@forewarm/core';
import type { Scope } from './scope.js';

/** What a request wants to do. */
export interface Call {
  readonly action: 'warm' | 'ask';
  readonly scope: Scope;
}

/**
 * Says whether a request may warm or ask about what it names; called before anything is resolved. False refuses: a warm is then skipped as
 * `unauthorized`, an ask answered with 403. Throw a `ForewarmError` to say more.
 */
export type Authorize = (request: Request, ref: PrefixRef, call: Call) => boolean | Promise<boolean>;

/** Throws `unauthorized` unless the owner's rule lets the request pass. */
export async function requireAuthorized(
  authorize: Authorize | undefined,
  request: Request,
  ref: PrefixRef,
  call: Call,
): Promise<void> {
  const verdict: unknown = authorize === undefined ? true : await authorize(request, ref, call);
  // Only a plain true lets pass: a rule that forgets to return anything must not open the door.
  if (verdict === true) return;
  throw new ForewarmError('unauthorized', 'You may not ask about this here; sign in, or ask its owner.', {
    status: 403,
  });
}
