/** Tokens of one request, with one meaning for every backend. Null is "not reported", not zero. */
export interface Usage {
  /** The whole prompt: read from the cache, written to it, and neither. */
  readonly prompt: number | null;
  /** Prompt tokens read from the cache. */
  readonly cacheRead: number | null;
  /** Prompt tokens written to the cache. */
  readonly cacheWrite: number | null;
  /** Tokens generated. */
  readonly output: number | null;
}

/** What the cache did; `unknown` if the backend doesn't say. */
export type CacheOutcome = 'hit' | 'partial' | 'miss' | 'unknown';

/** Nothing was reported. */
export const UNKNOWN_USAGE: Usage = Object.freeze({ prompt: null, cacheRead: null, cacheWrite: null, output: null });

/** Prompt tokens neither read nor written; null if unknown. */
export function uncachedTokens(usage: Usage): number | null {
  return usage.prompt === null ? null : usage.prompt - (usage.cacheRead ?? 0) - (usage.cacheWrite ?? 0);
}

/**
 * What the cache did. If writes aren't reported, as by engines with an automatic cache, a read of
 * half the prompt or more is a hit: the rest is the question.
 */
export function cacheOutcome(usage: Usage): CacheOutcome {
  const { cacheRead, cacheWrite } = usage;
  if (cacheRead === null) return 'unknown';
  if (cacheRead === 0) return 'miss';
  if (cacheWrite !== null) return cacheWrite > 0 ? 'partial' : 'hit';
  const uncached = uncachedTokens(usage);
  return uncached === null || uncached <= cacheRead ? 'hit' : 'partial';
}
