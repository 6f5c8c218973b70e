import type { WarmMethod } from '../adapter/adapter.js';
import type { Usage } from '../adapter/usage.js';

/** The entry a backend is believed to hold of a prefix. Plain data, to cross tabs and instances. */
export interface Warmth {
  /** Hash of the prefix as the backend's side rendered it. */
  readonly hash: string;
  /**
   * Start of the request that wrote or last read the entry, wall clock. The TTL counts from here.
   */
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
 * When an entry turns stale: a margin before its end, since a question takes time to arrive. Half
 * its life at least, so that a short TTL isn't all margin.
 */
export function freshUntil(warmth: Warmth, marginMs: number): number {
  const life = warmth.expiresAt - warmth.startedAt;
  return warmth.expiresAt - Math.min(marginMs, life / 2);
}

/** Whether an entry may be relied on now. */
export function isFresh(warmth: Warmth | null | undefined, now: number, marginMs: number): warmth is Warmth {
  return warmth != null && warmth.startedAt <= now + marginMs && now < freshUntil(warmth, marginMs);
}
