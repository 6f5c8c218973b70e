import { expect, test } from 'vitest';
import { splitParagraphs } from './paragraphs.js';

test.each([
  ['', ['']],
  ['one', ['one']],
  ['one\ntwo', ['one\ntwo']],
  ['one\n\ntwo', ['one\n\n', 'two']],
  ['one\n\n\n\ntwo\n', ['one\n\n\n\n', 'two\n']],
  ['\n\none\n\n', ['\n\n', 'one\n\n']],
])('%j', (text, pieces) => {
  expect(splitParagraphs(text)).toEqual(pieces);
  expect(pieces.join('')).toBe(text);
});
