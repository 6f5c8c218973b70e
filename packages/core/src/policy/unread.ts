import type { Usage } from '../adapter/usage.js';
import { isFresh, type Warmth } from './warmth.js';

/** About answers that read nothing of a warm. */
export const UNREAD_WARMS_PAGE = 'docs/unread-warms.md';

/** The fresh warm an answer didn't read; null if there is none, or the backend doesn't say. */
export function unreadWarm(
  warmth: Warmth | null,
  startedAt: number,
  { cacheRead }: Usage,
  marginMs: number,
): Warmth | null {
  const warmed = isFresh(warmth, startedAt, marginMs) && warmth.source === 'warm' ? warmth : null;
  return cacheRead === 0 ? warmed : null;
}
