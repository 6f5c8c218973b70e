import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventReader } from './eventReader.js';

type Read = (string | undefined)[];

function byUs(pieces: readonly string[]): Read[] {
  const read: Read[] = [];
  const onTooLong = (): never => expect.unreachable();
  const onEvent = (data: string, id: string | undefined): unknown => read.push([data, id]);
  const feed = eventReader({ onEvent, onComment: (comment) => read.push([comment]), onTooLong }, 1_000_000);
  pieces.forEach(feed);
  return read;
}

function byTheLibrary(pieces: readonly string[]): Read[] {
  const read: Read[] = [];
  const parser = createParser({
    onEvent: ({ data, id }) => read.push([data, id]),
    onComment: (comment) => read.push([comment]),
  });
  for (const piece of pieces) parser.feed(piece);
  return read;
}

test('any stream, however it is cut up, is read as eventsource-parser reads it', () => {
  const line = fc.constantFrom(
    'data: a',
    'data:b',
    'data:  c: d',
    'data',
    'id: 1',
    'id',
    'id: \0',
    ': alive',
    ':',
    'event: x',
    'retry: 1',
    'other',
    ' data: e',
    '',
  );
  const end = fc.constantFrom('\n', '\r\n', '\r');
  const stream = fc.array(
    fc.tuple(line, end).map((both) => both.join('')),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(stream, fc.array(fc.nat(8), { maxLength: 30 }), (lines, cuts) => {
      // What ends with half an end of line may be read now or with the next piece.
      const text = `${lines.join('')}: end\n`;
      const pieces: string[] = [];
      let at = 0;
      for (const cut of cuts) pieces.push(text.slice(at, (at += cut)));
      pieces.push(text.slice(at));
      expect(byUs(pieces)).toEqual(byTheLibrary([text]));
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['a line without an end', ['data: ', 'x'.repeat(6), 'x'.repeat(6)]],
  ['an event of many lines', ['data: xxxx\n', 'data: xxxx\n', 'data: xxxx\n']],
])('%s is refused once it is too long', (_, pieces) => {
  const onTooLong = (): never => {
    throw new RangeError('too long');
  };
  const feed = eventReader({ onEvent: () => {}, onComment: () => {}, onTooLong }, 12);
  expect(() => pieces.forEach(feed)).toThrow('too long');
});
