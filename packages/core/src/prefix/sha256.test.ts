import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.js';

const platform = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

test('agrees with the platform for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(platform(text));
    }),
  );
});

test('agrees around the padding’s edges and on a large text', () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 700_000]) {
    const text = 'ä'.repeat(length / 2) + 'x'.repeat(length % 2);
    expect(sha256(text)).toBe(platform(text));
  }
});
