import type { Usage } from '../adapter/usage.js';
import { isFresh, type Warmth } from './warmth.js';

export const UNREAD_WARMS_PAGE = 'docs/unread-warms.md';

/** The fresh warm an answer didn't read; null also if the backend doesn't say. */
export function unreadWarm(
  warmth: Warmth | null,
  startedAt: number,
  { cacheRead }: Usage,
  marginMs: number,
): Warmth | null {
  const warmed = isFresh(warmth, startedAt, marginMs) && warmth.source === 'warm' ? warmth : null;
  return cacheRead === 0 ? warmed : null;
}
