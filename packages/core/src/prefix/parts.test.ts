import { describe, expect, test } from 'vitest';
import type { TurnPart } from '../base/turn.js';
import { askMessages, definePrefix, extendPrefix } from './prefix.js';
import { estimateTokens, sizeOf } from './tokens.js';

const IMAGE: TurnPart = { type: 'image', mediaType: 'image/png', data: 'iVBORw0K', name: 'dot.png' };
const prefix = definePrefix({ model: 'm', messages: [{ role: 'user', content: 'Here is the code.' }] });
const turn = { question: 'Why?', parts: [IMAGE, { type: 'text', text: 'a < b', name: 'a "b".txt' }] } as const;

test('attachments stand before their question, and in the grown prefix exactly as they were asked', () => {
  const asked = askMessages(prefix, turn);
  expect(asked).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Here is the code.' },
        { type: 'image', mediaType: 'image/png', data: 'iVBORw0K' },
        { type: 'text', text: '<attachment name="a \\"b\\".txt">\na < b\n</attachment>' },
        { type: 'text', text: 'Why?' },
      ],
    },
  ]);
  const grown = extendPrefix(prefix, [{ ...turn, answer: 'Because.' }]);
  expect(grown.messages.slice(0, asked.length)).toEqual(asked);
  expect(grown.ends).toEqual([1, 5]);
});

test('the prefix of a question is the same whatever goes with it; the thread after it is not', () => {
  const hashOf = (parts?: readonly TurnPart[]): string =>
    extendPrefix(prefix, [{ question: 'Why?', parts, answer: 'Because.' }]).hash;
  expect(hashOf([])).toBe(hashOf());
  expect(hashOf([IMAGE])).not.toBe(hashOf());
  // For people only.
  expect(hashOf([{ ...IMAGE, name: 'other.png' }])).toBe(hashOf([IMAGE]));
  expect(hashOf([{ ...IMAGE, data: 'iVBORw0L' }])).not.toBe(hashOf([IMAGE]));
});

test('an image counts as the largest one, not by its bytes; nothing bounds what it may cost', () => {
  const data = 'A'.repeat(1_000_000);
  const grown = extendPrefix(prefix, [{ question: 'Why?', parts: [{ ...IMAGE, data }], answer: 'Because.' }]);
  expect(estimateTokens(grown)).toBe(
    estimateTokens(extendPrefix(prefix, [{ question: 'Why?', answer: 'Because.' }])) + 1_600,
  );
  expect(sizeOf(grown).mostTokens).toBeNull();
});

describe('what is no attachment is refused by name', () => {
  test.each<[string, object, string]>([
    ['type', { type: 'video' }, `ask: parts[0].type is "video"; it must be 'text' or 'image'`],
    ['media type', { ...IMAGE, mediaType: 'image/svg+xml' }, 'ask: parts[0].mediaType is "image/svg+xml"'],
    ['no bytes', { ...IMAGE, data: '' }, 'ask: parts[0].data is ""'],
    ['blank text', { type: 'text', text: ' ' }, 'ask: question[0].text is blank'],
  ])('%s', (_what, part, message) => {
    expect(() => askMessages(prefix, { question: 'Why?', parts: [part as TurnPart] })).toThrow(message);
  });
});
