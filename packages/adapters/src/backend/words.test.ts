import { describe, expect, test } from 'vitest';
import { cleanWords, holdsSecret } from './words.js';

describe('words of a backend', () => {
  test.each([
    ['Incorrect API key provided: abcd1234efgh. See the docs.', 'Incorrect [redacted] See the docs.'],
    ['Authorization: Bearer eyJhbGciOi.J9.x is expired', '[redacted] is expired'],
    ['key sk-ant-api03-AbC_dEf is not valid', 'key [redacted] is not valid'],
    ['{"x-api-key":"topsecret"}', '{"[redacted]"}'],
    ['connect postgres://user:pass@db:5432 failed', 'connect postgres://[redacted]@db:5432 failed'],
    ['AKIAIOSFODNN7EXAMPLE was not found', '[redacted] was not found'],
  ])('lose what looks like a secret: %s', (words, clean) => {
    expect(cleanWords(words)).toBe(clean);
    expect(holdsSecret(words)).toBe(true);
  });

  test.each([
    'invalid x-api-key',
    'max_tokens: 128000 > 64000, which is the maximum',
    'prompt is too long: 250000 tokens > 200000 maximum',
    'Your credit balance is too low to access the API.',
  ])('are left as they are otherwise: %s', (words) => {
    expect(cleanWords(words)).toBe(words);
    expect(holdsSecret(words)).toBe(false);
  });

  test('lose a secret that is known, whatever it looks like', () => {
    expect(cleanWords('no such key: plain', ['plain'])).toBe('no such key: [redacted]');
  });

  test('of a page are its title, and of a novel its beginning', () => {
    expect(cleanWords('<!DOCTYPE html><html><head><title>Bad gateway</title>…')).toBe('a web page: Bad gateway');
    expect(cleanWords('<html><body>nothing</body></html>')).toBe('a web page');
    expect(cleanWords('word '.repeat(1_000)).length).toBeLessThan(510);
  });
});
