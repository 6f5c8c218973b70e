import { definePolicy } from '@forewarm/core';
import { decideJoin, learn, NO_LATENCIES } from '@forewarm/core/policy';

/** The cookbook's figures, in milliseconds: a context of 151,629 tokens read cold, or from the cache. A warm reads the same. */
export const COOKBOOK = { tokens: 151_629, coldMs: 20_870, hitMs: 1_940, warmMs: 20_870 } as const;

export type Join = 'wait' | 'race' | 'never';

/** Time to the first token from submit, in milliseconds, for a question sent so long after its warm began, by what `decideJoin` says. Pure. */
export function ttftMs(join: Join, thinkMs: number): number {
  const { tokens, coldMs, hitMs, warmMs } = COOKBOOK;
  if (thinkMs >= warmMs) return hitMs;
  const { waitMs } = decideJoin(join, {
    warmingMs: thinkMs,
    tokens,
    latencies: MEASURED,
    patienceMs: definePolicy().joinTimeoutMs,
  });
  const remainingMs = warmMs - thinkMs;
  return remainingMs <= waitMs ? remainingMs + hitMs : waitMs + coldMs;
}

/** One of each kind has been seen, so that `race` has something to go by. */
const MEASURED = (['cold', 'hit', 'warm'] as const).reduce(
  (latencies, kind) => learn(latencies, kind, COOKBOOK.tokens, COOKBOOK[`${kind}Ms`]),
  NO_LATENCIES,
);
