import { expect, test } from 'vitest';
import { cutParagraphs } from './paragraphs.js';

test.each([
  ['', ['']],
  ['one', ['one']],
  ['one\ntwo', ['one\ntwo']],
  ['one\n\ntwo', ['one\n\n', 'two']],
  ['one\n\n\n\ntwo\n', ['one\n\n\n\n', 'two\n']],
  ['\n\none\n\n', ['\n\n', 'one\n\n']],
])('%j', (text, pieces) => {
  const { complete, last } = cutParagraphs(text);
  expect([...complete, last]).toEqual(pieces);
});

test('a text that grows is cut as it would be whole, and its complete paragraphs stay the same array', () => {
  const text = 'one\ntwo\n\nthree\n\n\n four\n\n\n\nfive';
  let cut = cutParagraphs('');
  for (let end = 1; end <= text.length; end++) {
    const before = cut;
    cut = cutParagraphs(text.slice(0, end), before);
    expect(cut).toEqual(cutParagraphs(text.slice(0, end)));
    expect(cut.complete === before.complete).toBe(cut.complete.length === before.complete.length);
  }
  expect(cut.complete).toHaveLength(3);
});

test('another text is cut anew', () => {
  const before = cutParagraphs('one\n\ntwo');
  expect(cutParagraphs('other\n\ntwo and three', before)).toEqual(cutParagraphs('other\n\ntwo and three'));
  expect(cutParagraphs('one', before)).toEqual(cutParagraphs('one'));
});
