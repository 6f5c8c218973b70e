/** Anthropic's cookbook, "Speculative Prompt Caching": two runs on one context. */
export const COOKBOOK = { tokens: 151_629, coldMs: 20_870, hitMs: 1_940 } as const;

/**
 * About how long a model takes to read so many tokens, in milliseconds, by the cookbook's figures.
 * Null where nobody knows: the size, or how fast an engine of one's own is.
 */
export function expectedReadMs(tokens: number | null, timeScale: number | null): number | null {
  if (tokens === null || timeScale === null) return null;
  return (tokens / COOKBOOK.tokens) * COOKBOOK.coldMs * timeScale;
}

/**
 * How long an axis is that holds a time, in milliseconds: a round length with some room, the same
 * for every time near it.
 */
export function axisFor(ms: number): number {
  const least = Math.max(ms * 1.1, 10);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((size) => size * power >= least) ?? 10;
  return factor * power;
}
