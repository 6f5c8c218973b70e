import type { WarmMethod } from '../adapter/adapter.js';
import type { Usage } from '../adapter/usage.js';

/** The entry a backend is believed to hold, as plain data. */
export interface Warmth {
  /** Of the prefix as rendered. */
  readonly hash: string;
  /**
   * Start of the request that wrote or last read the entry, wall clock; the TTL counts from here.
   */
  readonly startedAt: number;
  /** Wall clock. */
  readonly expiresAt: number;
  readonly source: 'warm' | 'ask';
  /** A question has used it. */
  readonly asked: boolean;
  readonly method: WarmMethod | null;
  readonly usage: Usage;
}

/** A margin before the end, but at least half the life. */
export function freshUntil(warmth: Warmth, marginMs: number): number {
  const life = warmth.expiresAt - warmth.startedAt;
  return warmth.expiresAt - Math.min(marginMs, life / 2);
}

export function isFresh(warmth: Warmth | null | undefined, now: number, marginMs: number): warmth is Warmth {
  return warmth != null && warmth.startedAt <= now + marginMs && now < freshUntil(warmth, marginMs);
}
