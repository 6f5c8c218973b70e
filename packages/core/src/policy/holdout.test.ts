import { expect, test } from 'vitest';
import { inHoldout } from './holdout.js';

test('takes about the share it is given, always the same units, and keeps them as the share grows', () => {
  const units = Array.from({ length: 20_000 }, (_, n) => `user-${n}`);
  const held = units.filter((unit) => inHoldout({ share: 0.1, unit }));
  expect(held.length / units.length).toBeCloseTo(0.1, 1);
  expect(units.filter((unit) => inHoldout({ share: 0.1, unit: () => unit }))).toEqual(held);
  expect(held.every((unit) => inHoldout({ share: 0.2, unit }))).toBe(true);
  expect(units.some((unit) => inHoldout({ share: 0, unit }))).toBe(false);
  expect(units.every((unit) => inHoldout({ share: 1, unit }))).toBe(true);
});
