import type { Usage } from './usage.js';

/** What a backend charges, as money per million tokens in a currency of your choice. */
export interface Rates {
  /** Prompt tokens that were neither read from the cache nor written to it. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** What a request cost, in the rates' currency; null where a figure it takes was not reported. */
export function costOf({ prompt, cacheRead, cacheWrite, output }: Usage, rates: Rates): number | null {
  if (prompt === null || cacheRead === null || output === null) return null;
  // An engine that caches by itself reports no writes and charges none apart.
  const written = cacheWrite ?? 0;
  const uncached = prompt - cacheRead - written;
  const { input, cacheRead: read, cacheWrite: write, output: out } = rates;
  return (uncached * input + cacheRead * read + written * write + output * out) / 1_000_000;
}
