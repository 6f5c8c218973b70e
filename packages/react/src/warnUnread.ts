import type { ForewarmEvent } from '@forewarm/core';
import { UNREAD_WARMS_PAGE } from '@forewarm/core/kit';
import { warnOnce } from './development.js';

/** See `development.ts`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** A warm's least age, in milliseconds. Only scripted tests ask sooner. */
const LEAST_AGE_MS = 500;

/** Warns of an answer that read nothing of its warm, once per prefix and its threads. */
export function warnUnread(owner: object, event: ForewarmEvent): void {
  if (process.env.NODE_ENV !== 'production' && event.type === 'warm-unread' && event.warmAgeMs >= LEAST_AGE_MS) {
    const name = nameOf(event.key);
    const seconds = Math.round(event.warmAgeMs / 1000);
    warnOnce(
      owner,
      `an answer on the prefix ${name} read 0 tokens from the cache, ${seconds} s after a warm of it began. ` +
        'The two differ on the wire, so each question pays for the whole prefix. ' +
        `Render both from one adapter, for the AI SDK by promptOf: see ${UNREAD_WARMS_PAGE} in Forewarm's repository.`,
      `unread ${name}`,
    );
  }
}

function nameOf(key: string): string {
  if (!key.startsWith('{')) return key.slice(0, 8);
  const { id, params } = JSON.parse(key) as { id: string; params: object };
  return Object.keys(params).length === 0 ? JSON.stringify(id) : `${JSON.stringify(id)} ${JSON.stringify(params)}`;
}
