import { ForewarmError, type PrefixRef } from '@forewarm/core';
import type { Scope } from './scope.js';

export interface Call {
  readonly action: 'warm' | 'ask';
  readonly scope: Scope;
}

/**
 * False skips a warm as `unauthorized` and answers an ask with 403. Throw a `ForewarmError` to say
 * more.
 */
export type Authorize = (request: Request, ref: PrefixRef, call: Call) => boolean | Promise<boolean>;

export async function requireAuthorized(
  authorize: Authorize | undefined,
  request: Request,
  ref: PrefixRef,
  call: Call,
): Promise<void> {
  const verdict: unknown = authorize === undefined ? true : await authorize(request, ref, call);
  // Forgetting to return must not open the door.
  if (verdict === true) return;
  throw new ForewarmError('unauthorized', 'You may not ask about this here; sign in, or ask its owner.', {
    status: 403,
  });
}
