import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growingPieces } from './growingPieces.js';

test('a text that grows is cut as it would be at once, whatever comes and however it is cut up', () => {
  const part = fc.constantFrom('a', '\n', '\n\n', '```', '~~~\n', '- b', '1. c', '  ', '| d |', '> ', '# e\n', '`');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const cut = growingPieces();
      for (let end = 0; end <= parts.length; end++) {
        const text = parts.slice(0, end).join('');
        expect(cut(text)).toEqual(growingPieces()(text));
      }
    }),
    { numRuns: 300 },
  );
});

test('another text begins anew', () => {
  const cut = growingPieces();
  cut('one\n\ntwo\n\nthree');
  expect(cut('one\n\n2').map(({ text }) => text)).toEqual(['one\n', '2']);
});
