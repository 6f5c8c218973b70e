import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { drawPiece, parsePiece } from './drawPiece.js';
import { fencedCode } from './fencedCode.js';

test('fenced code is drawn as the parser would have it drawn', () => {
  const line = fc.oneof(
    fc.constantFrom('', '  ', '\t', '```', '~~~', '````', ' ```', '    ```', '```js', '> a', '- a', '&amp;', '<b>'),
    fc.string({ maxLength: 12 }),
  );
  const opening = fc.constantFrom(
    '```',
    '```js',
    '~~~ c++',
    '````md',
    '``` ',
    '```a&amp;b',
    '``` js x',
    '~~~~',
    '```a`',
  );
  let drawn = 0;
  fc.assert(
    fc.property(opening, fc.array(line, { maxLength: 6 }), (first, lines) => {
      const piece = [first, ...lines].join('\n');
      if (fencedCode(piece) === null) return;
      drawn++;
      const drawing = renderToStaticMarkup(drawPiece({ text: piece, tame: true }));
      expect(drawing).toBe(renderToStaticMarkup(parsePiece(piece)));
    }),
    { numRuns: 2_000 },
  );
  expect(drawn).toBeGreaterThan(500);
});

test.each([
  ['text after it', '```\na\n```\nb'],
  ['more than a word after the fence', '```js title\na'],
  ['a mark that a parser reads', '```a&amp;b\nc'],
  ['an indented fence', '  ```\n  a'],
  ['no fence', 'a'],
])('%s is left to the parser', (_, piece) => expect(fencedCode(piece)).toBeNull());
