import type { WarmMethod } from './adapter.js';
import type { Usage } from './usage.js';

/** What a backend is believed to hold of one prefix. Plain data, so that it can cross tabs and instances. */
export interface Warmth {
  /** Hash of the prefix as the backend's side rendered it. */
  readonly hash: string;
  /** Start of the request that wrote or last read the entry, wall clock. The TTL counts from here. */
  readonly startedAt: number;
  /** When the entry ends, wall clock. */
  readonly expiresAt: number;
  /** What wrote it: a warm, or a question somebody asked. */
  readonly source: 'warm' | 'ask';
  /** Whether a question has used it. */
  readonly asked: boolean;
  readonly method: WarmMethod | null;
  readonly usage: Usage;
}

/**
 * Until when an entry may be relied on: its end less a margin, since a question needs time to reach the backend. Never less than half of its
 * life, so that a short TTL isn't all margin. An entry from the future (the clock was set back) is not relied on.
 */
export function freshUntil(warmth: Warmth, marginMs: number): number {
  const life = warmth.expiresAt - warmth.startedAt;
  return warmth.expiresAt - Math.min(marginMs, life / 2);
}

/** Whether an entry may be relied on now. */
export function isFresh(warmth: Warmth | null | undefined, now: number, marginMs: number): warmth is Warmth {
  return warmth != null && warmth.startedAt <= now + marginMs && now < freshUntil(warmth, marginMs);
}

/** The longest any backend keeps an entry: OpenAI's 12 hours, twice over. Milliseconds. */
const LONGEST_LIFE_MS = 86_400_000;

/** Whether an entry that came from elsewhere (another tab, another instance) can be what it says. */
export function isSound(warmth: Warmth, now: number, marginMs: number): boolean {
  const { hash, startedAt, expiresAt } = warmth;
  const life = expiresAt - startedAt;
  // NaN fails every comparison.
  return typeof hash === 'string' && startedAt <= now + marginMs && life > 0 && life <= LONGEST_LIFE_MS;
}
