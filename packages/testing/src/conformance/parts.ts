import type { TurnPart } from '@forewarm/core';
import type { PrefixParts } from './subject.js';

/** About 6,000 tokens, above every minimum. */
const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');

export const PLAIN: PrefixParts = { system: CONTEXT };
export const QUESTION = 'What is said of topic7?';

const TOOL = { name: 'look_up', description: 'Looks a topic up.', inputSchema: { type: 'object', properties: {} } };
const turns = (count: number): PrefixParts['turns'] =>
  Array.from({ length: count }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }));
export const IMAGE = {
  type: 'image',
  mediaType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  name: 'dot.png',
} satisfies TurnPart;
export const NOTE = { type: 'text', text: 'The dot is said to be “topic7”.', name: 'nöte.txt' } satisfies TurnPart;

const blocks = (count: number): { type: 'text'; text: string }[] =>
  CONTEXT.split('\n')
    .slice(0, count)
    .map((text) => ({ type: 'text', text: `${text} ${text}` }));

/** From one text to all parts together. */
export const SHAPES: readonly (readonly [string, PrefixParts])[] = [
  ['one block', PLAIN],
  ['200 blocks', { system: 'Answer from the lines.', messages: [{ role: 'user', content: blocks(200) }] }],
  ['a context in the user’s message', { messages: [{ role: 'user', content: CONTEXT }] }],
  ['several system blocks', { system: [...blocks(3), { type: 'text', text: CONTEXT }] }],
  ['tools and a system text', { ...PLAIN, tools: [TOOL] }],
  ['a thread', { ...PLAIN, turns: turns(2)! }],
  ['a thread with attachments', { ...PLAIN, turns: [{ ...turns(1)![0]!, parts: [IMAGE, NOTE] }] }],
  ['a long thread', { ...PLAIN, turns: turns(30)! }],
];

export const WITH_TOOL: PrefixParts = { ...PLAIN, tools: [TOOL] };
export const TOOL_QUESTION = 'Please look up topic7.';

/** Each has broken a parser. */
export const TEXTS: readonly (readonly [string, string])[] = [
  ['surrogate pairs', 'Zoë 😀 漢字 👩‍👩‍👧‍👦 \u{1f1e9}\u{1f1ea}'],
  ['CRLF', 'a\r\nb\rc\n\r\n\r\nd'],
  ['a byte order mark', '\ufeffa\ufeffb'],
  ['separators and controls', 'a\u2028b\u2029c\u0000d\u0085e\u007f'],
  ['what looks like the wire', 'data: {"type":"finish"}\n\nevent: error\ndata: [DONE]\n\n\\u0041 </script>'],
];
