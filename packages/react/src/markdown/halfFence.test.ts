import { expect, test } from 'vitest';
import { withoutHalfFence } from './halfFence.js';

test.each([
  ['Look:\n\n`', 'Look:\n\n'],
  ['Look:\n\n``', 'Look:\n\n'],
  ['Look:\n\n~~', 'Look:\n\n'],
  ['- one\n  ``', '- one\n'],
  ['> ``', ''],
  ['```js\nlet a;\n``', '```js\nlet a;\n'],
])('%j', (text, rest) => expect(withoutHalfFence(text)).toBe(rest));

test.each(['Look:\n\n```', '```js\nlet a;\n```', 'a `', 'a `b`', '``\n', '', `${' '.repeat(200)}\``])(
  '%j stays',
  (text) => expect(withoutHalfFence(text)).toBe(text),
);
