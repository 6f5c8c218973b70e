import { expect, test } from 'vitest';
import { costOf } from './cost.js';

/** Money per million tokens: base 3, read 0.1 times, write 1.25 times, output 15. */
const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };

test.each([
  ['a miss that wrote', { prompt: 151_640, cacheRead: 0, cacheWrite: 151_629, output: 0 }, 0.56864],
  ['a hit', { prompt: 151_640, cacheRead: 151_629, cacheWrite: 0, output: 300 }, 0.05002],
  ['an engine that reports reads only', { prompt: 1000, cacheRead: 900, cacheWrite: null, output: 0 }, 0.00057],
])('%s', (_, usage, cost) => expect(costOf(usage, RATES)).toBeCloseTo(cost, 5));

test.each(['prompt', 'cacheRead', 'output'] as const)('is unknown without %s', (field) => {
  const usage = { prompt: 10, cacheRead: 0, cacheWrite: 10, output: 1 };
  expect(costOf({ ...usage, [field]: null }, RATES)).toBeNull();
});
