import { expect, test } from 'vitest';
import { ENGLISH } from './labels.js';
import { SKIP_REASONS } from './testing/skipReasons.js';

test.each(SKIP_REASONS)('%s is said in words', (reason) => {
  const word = ENGLISH.reason(reason);
  expect(word).not.toBe(reason);
  expect(word).toMatch(/ /);
});

test('a backend’s own reason is said as it is', () => {
  expect(ENGLISH.reason('moon phase')).toBe('moon phase');
});
