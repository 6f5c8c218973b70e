import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PrefixHash } from './prefixHash.js';
import { PromptBuilder, type PromptBlock } from './prompt.js';
import { countTokens, utf8Bytes } from './tokens.js';

vi.setConfig({ testTimeout: 60_000 });

const digest = (...parts: string[]): string =>
  parts.reduce((hash, part) => hash.update(part), new PrefixHash()).digest();

describe('the prefix hash', () => {
  it('differs for any two lists of parts', () => {
    const parts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(digest(...a) === digest(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it('differs for one changed unit anywhere, in its two halves alike', () => {
    const text = 'a line of no interest\n'.repeat(500);
    const seen = new Set<number>();
    const halves = (at: number): number[] =>
      (digest(`${text.slice(0, at)}!${text.slice(at + 1)}`).match(/.{8}/g) ?? []).map((half) => parseInt(half, 16));
    for (let at = 0; at < text.length; at++) for (const half of halves(at)) seen.add(half);
    // By chance, less than one pair of 22,000 32-bit values is equal.
    expect(seen.size).toBeGreaterThan(2 * text.length - 4);
  });

  it('tells lengths apart that end in a zero', () => {
    expect(digest('a')).not.toBe(digest('a\0'));
    expect(digest('ab')).not.toBe(digest('ab\0'));
    expect(digest('ab', 'c')).not.toBe(digest('a', 'bc'));
    expect(digest('')).not.toBe(digest());
    expect(digest('x')).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the hash by steps', () => {
  const steps = (parts: string[]): readonly PromptBlock[] => {
    const builder = new PromptBuilder('m', { stepTokens: 2, ttl: 'lru' });
    builder.block('messages', 'messages.0', parts);
    return builder.finish().blocks;
  };

  it('does not depend on how the text is fed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 8 }), (parts) => {
        const whole = parts.join('');
        expect(steps(parts)).toEqual(steps([whole]));
        expect(steps([whole])).toHaveLength(Math.floor(whole.length / 8));
      }),
      { seed: 1 },
    );
  });
});

describe('tokens', () => {
  it('are counted from the bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
      { seed: 1 },
    );
    expect(['', 'a', 'abcd', 'abcde', 'éé', '😀😀'].map(countTokens)).toEqual([0, 1, 1, 2, 1, 2]);
  });
});
