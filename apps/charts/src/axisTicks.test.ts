import { expect, test } from 'vitest';
import { axisTicks } from './axisTicks.js';

test.each([
  [0, [0]],
  [4300, [0, 1000, 2000, 3000, 4000]],
  [20_870, [0, 5000, 10_000, 15_000, 20_000]],
  [Number.NaN, [0]],
])('an axis of %d ms has round steps', (length, ticks) => expect(axisTicks(length)).toEqual(ticks));
