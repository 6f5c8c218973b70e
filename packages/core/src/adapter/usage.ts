/** Tokens of one request. Null: not reported. */
export interface Usage {
  /** All prompt tokens, cached or not. */
  readonly prompt: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
}

/** `unknown` if the backend doesn't say. */
export type CacheOutcome = 'hit' | 'partial' | 'miss' | 'unknown';

export const UNKNOWN_USAGE: Usage = Object.freeze({ prompt: null, cacheRead: null, cacheWrite: null, output: null });

/** Prompt tokens neither read nor written. */
export function uncachedTokens(usage: Usage): number | null {
  return usage.prompt === null ? null : usage.prompt - (usage.cacheRead ?? 0) - (usage.cacheWrite ?? 0);
}

/**
 * If writes aren't reported, as by automatic caches, reading half the prompt is a hit: the rest is
 * the question.
 */
export function cacheOutcome(usage: Usage): CacheOutcome {
  const { cacheRead, cacheWrite } = usage;
  if (cacheRead === null) return 'unknown';
  if (cacheRead === 0) return 'miss';
  if (cacheWrite !== null) return cacheWrite > 0 ? 'partial' : 'hit';
  const uncached = uncachedTokens(usage);
  return uncached === null || uncached <= cacheRead ? 'hit' : 'partial';
}
