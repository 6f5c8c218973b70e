import { expect, test } from 'vitest';
import { cacheOutcome, uncachedTokens, UNKNOWN_USAGE, type Usage } from './usage.js';

const usage = (prompt: number | null, cacheRead: number | null, cacheWrite: number | null): Usage => ({
  prompt,
  cacheRead,
  cacheWrite,
  output: 1,
});

test.each([
  ['read all but the question', usage(151_651, 151_629, 0), 'hit', 22],
  ['read some, wrote the rest', usage(1000, 600, 380), 'partial', 20],
  ['wrote all', usage(151_651, 0, 151_629), 'miss', 22],
  ['neither', usage(100, 0, 0), 'miss', 100],
  ['nothing reported', UNKNOWN_USAGE, 'unknown', null],
  ['an engine that reports reads only, hit', usage(17_099, 17_000, null), 'hit', 99],
  ['an engine that reports reads only, little read', usage(17_099, 12, null), 'partial', 17_087],
  ['an engine that reports reads only, nothing read', usage(17_099, 0, null), 'miss', 17_099],
] as const)('%s', (_name, given, outcome, uncached) => {
  expect(cacheOutcome(given)).toBe(outcome);
  expect(uncachedTokens(given)).toBe(uncached);
});
