import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askMessages, definePrefix, extendPrefix, isPrefix, type PrefixOptions } from './prefix.js';
import { prefixKey } from './prefixRef.js';

const init = {
  model: 'm',
  system: 'You read code.',
  messages: [{ role: 'user', content: 'Here is the code.' }],
} satisfies PrefixOptions;

test('is frozen through and through, and does not follow what it was made from', () => {
  const tool = { name: 'look', inputSchema: { type: 'object', properties: {} as Record<string, { type: string }> } };
  const prefix = definePrefix({ ...init, tools: [tool] });
  const { hash } = prefix;
  tool.inputSchema.properties['later'] = { type: 'string' };
  expect(prefix.tools[0]!.inputSchema).toEqual({ type: 'object', properties: {} });
  expect(prefix.hash).toBe(hash);
  for (const part of [
    prefix,
    prefix.tools,
    prefix.tools[0],
    prefix.system,
    prefix.system[0],
    prefix.messages[0]!.content,
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test('equal prefixes have one hash; a change anywhere gives another', () => {
  const base = definePrefix(init).hash;
  expect(definePrefix(structuredClone(init)).hash).toBe(base);
  const others: PrefixOptions[] = [
    { ...init, model: 'n' },
    { ...init, ttl: '1h' },
    { ...init, settings: { thinking: { type: 'adaptive' } } },
    { ...init, system: 'You read code' },
    { ...init, tools: [{ name: 'a', inputSchema: {} }] },
    { ...init, messages: [{ role: 'assistant', content: 'Here is the code.' }] },
    {
      ...init,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Here is' },
            { type: 'text', text: ' the code.' },
          ],
        },
      ],
    },
  ];
  const hashes = others.map((other) => definePrefix(other).hash);
  expect(new Set([base, ...hashes]).size).toBe(others.length + 1);
});

test('grown by a turn it equals the prefix defined with that turn', () => {
  const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '');
  fc.assert(
    fc.property(text, text, text, (context, question, answer) => {
      const grown = extendPrefix(definePrefix({ model: 'm', messages: [{ role: 'assistant', content: context }] }), [
        { question, answer },
      ]);
      const whole = definePrefix({
        model: 'm',
        messages: [
          { role: 'assistant', content: context },
          { role: 'user', content: question },
          { role: 'assistant', content: answer },
        ],
      });
      expect(grown.hash).toBe(whole.hash);
      expect(grown.messages).toEqual(whole.messages);
    }),
  );
});

test('a question stands in the grown prefix exactly as it was asked', () => {
  const prefix = definePrefix(init);
  const asked = askMessages(prefix, { question: 'Why?' });
  const grown = extendPrefix(prefix, [{ question: 'Why?', answer: 'Because.' }]);
  expect(grown.messages.slice(0, asked.length)).toEqual(asked);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.content.map((block) => block['text' as keyof typeof block])).toEqual(['Here is the code.', 'Why?']);
  expect(grown.ends).toEqual([1, 3]);
});

test('only what was made here is a prefix', () => {
  const prefix = definePrefix(init);
  expect(isPrefix(prefix)).toBe(true);
  expect(isPrefix({ ...prefix })).toBe(false);
  expect(() => extendPrefix({ ...prefix }, [])).toThrow(
    'extendPrefix: prefix is an object; it must be made by definePrefix',
  );
});

describe('what no backend could render is refused by name', () => {
  const cases: [string, PrefixOptions, string][] = [
    ['model', { model: ' ' }, 'definePrefix: model is " "; it must be the model\'s name.'],
    ['ttl', { model: 'm', ttl: '0m' }, 'ttl is "0m"'],
    ['ttl unit', { model: 'm', ttl: '5 days' as '5m' }, 'ttl is "5 days"'],
    ['blank text', { model: 'm', system: '  ' }, 'system[0].text is blank'],
    ['role', { model: 'm', messages: [{ role: 'system' as 'user', content: 'x' }] }, 'messages[0].role is "system"'],
    ['NaN', { model: 'm', settings: { temperature: Number.NaN } }, 'settings.temperature is NaN'],
    [
      'date',
      { model: 'm', settings: { at: new Date(0) as never } },
      'settings.at is an object; it must be a plain object',
    ],
    ['tool', { model: 'm', tools: [{ name: '', inputSchema: {} }] }, 'tools[0].name is ""'],
    ['block', { model: 'm', system: [{} as never] }, 'system[0].type is undefined'],
  ];
  test.each(cases)('%s', (_name, bad, message) => {
    expect(() => definePrefix(bad)).toThrow(message);
  });
});

test('names of prefixes are one key whatever the order of their parameters', () => {
  expect(prefixKey({ id: 'a', params: { x: 1, y: [2] } })).toBe(
    prefixKey({ id: 'a', params: { y: [2], x: 1 }, thread: [] }),
  );
  expect(prefixKey({ id: 'a', params: { x: 1 } })).not.toBe(prefixKey({ id: 'a', params: { x: '1' } }));
  expect(() => prefixKey({ id: '' })).toThrow('prefix: id is ""');
  expect(() => prefixKey(undefined as never)).toThrow('prefix: id is undefined');
  const ref = { id: 'a', params: { x: 1 } };
  const before = prefixKey(ref);
  ref.params = { x: 2 };
  expect(prefixKey(ref)).not.toBe(before);
  expect(prefixKey(ref)).toBe(prefixKey({ id: 'a', params: { x: 2 } }));
});
