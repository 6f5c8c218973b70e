import type { Usage } from './usage.js';

/** Money per million tokens, in any currency. */
export interface Rates {
  /** Tokens neither read from the cache nor written to it. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** A request's cost in the rates' currency; null if a figure is missing. */
export function costOf({ prompt, cacheRead, cacheWrite, output }: Usage, rates: Rates): number | null {
  if (prompt === null || cacheRead === null || output === null) return null;
  // Engines that cache by themselves report no writes and charge none.
  const written = cacheWrite ?? 0;
  const uncached = prompt - cacheRead - written;
  const { input, cacheRead: read, cacheWrite: write, output: out } = rates;
  return (uncached * input + cacheRead * read + written * write + output * out) / 1_000_000;
}
