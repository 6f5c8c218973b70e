import type { Usage } from '../adapter/usage.js';
import { isFresh, type Warmth } from './warmth.js';

/** Where the repository says why an answer may read nothing of a warm, and what to do about it. */
export const UNREAD_WARMS_PAGE = 'docs/unread-warms.md';

/**
 * The warm that an answer had to find and read nothing of; null where there is none, or where the
 * backend does not say what was read. Pure.
 */
export function unreadWarm(
  warmth: Warmth | null,
  startedAt: number,
  { cacheRead }: Usage,
  marginMs: number,
): Warmth | null {
  const warmed = isFresh(warmth, startedAt, marginMs) && warmth.source === 'warm' ? warmth : null;
  return cacheRead === 0 ? warmed : null;
}
