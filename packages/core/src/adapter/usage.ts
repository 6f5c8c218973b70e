/**
 * Tokens of one request, the same meaning for every backend. `null` is "not reported", which is not
 * zero.
 */
export interface Usage {
  /** The whole prompt: what was read from cache, written to it and neither. */
  readonly prompt: number | null;
  /** Prompt tokens read from the cache. */
  readonly cacheRead: number | null;
  /** Prompt tokens written to the cache. */
  readonly cacheWrite: number | null;
  /** Tokens generated. */
  readonly output: number | null;
}

/** What the cache did for a request; `unknown` where the backend does not say. */
export type CacheOutcome = 'hit' | 'partial' | 'miss' | 'unknown';

/** A request about which nothing was reported. */
export const UNKNOWN_USAGE: Usage = Object.freeze({ prompt: null, cacheRead: null, cacheWrite: null, output: null });

/**
 * Prompt tokens that were neither read from the cache nor written to it, or `null` where that
 * cannot be known.
 */
export function uncachedTokens(usage: Usage): number | null {
  return usage.prompt === null ? null : usage.prompt - (usage.cacheRead ?? 0) - (usage.cacheWrite ?? 0);
}

/**
 * What the cache did. Where writes are not reported (engines with an automatic prefix cache) a read
 * of at least half the prompt is a hit: the unread rest is then the question, not a prefix that was
 * lost.
 */
export function cacheOutcome(usage: Usage): CacheOutcome {
  const { cacheRead, cacheWrite } = usage;
  if (cacheRead === null) return 'unknown';
  if (cacheRead === 0) return 'miss';
  if (cacheWrite !== null) return cacheWrite > 0 ? 'partial' : 'hit';
  const uncached = uncachedTokens(usage);
  return uncached === null || uncached <= cacheRead ? 'hit' : 'partial';
}
