import type { ForewarmEvent } from '@forewarm/core';
import { UNREAD_WARMS_PAGE } from '@forewarm/core/kit';
import { warnOnce } from './development.js';

/** See `development.ts`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * The least age of a warm that is warned of, in milliseconds. Only a test reaches for the box and
 * asks within it, where a script says what was read.
 */
const LEAST_AGE_MS = 500;

/**
 * Says while an app is developed that its answers read nothing of its warms; once for each prefix,
 * its threads included, and not of a warm that had just started.
 */
export function warnUnread(owner: object, event: ForewarmEvent): void {
  if (process.env.NODE_ENV !== 'production' && event.type === 'warm-unread' && event.warmAgeMs >= LEAST_AGE_MS) {
    const name = nameOf(event.key);
    const seconds = Math.round(event.warmAgeMs / 1000);
    warnOnce(
      owner,
      `an answer on the prefix ${name} read 0 tokens from the cache, although a warm of it had started ${seconds} s before. ` +
        'The warm and the answer are not one prefix on the wire, so each question pays for the whole. ' +
        `Render both from one adapter, for the AI SDK by promptOf: see ${UNREAD_WARMS_PAGE} in Forewarm's repository.`,
      `unread ${name}`,
    );
  }
}

/** A prefix as its app names it; a hash where it is a prefix itself. */
function nameOf(key: string): string {
  if (!key.startsWith('{')) return key.slice(0, 8);
  const { id, params } = JSON.parse(key) as { id: string; params: object };
  return Object.keys(params).length === 0 ? JSON.stringify(id) : `${JSON.stringify(id)} ${JSON.stringify(params)}`;
}
