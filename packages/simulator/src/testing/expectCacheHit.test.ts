import { describe, expect, it } from 'vitest';
import { block, MODEL, textOf } from '../../test/start.js';
import { expectCacheHit, type ExpectOptions } from '../index.js';

const notes = `${textOf(2000)}\nWritten on Monday. The end.`;
const ask = (fields: object = {}): object => ({
  model: MODEL,
  max_tokens: 10,
  system: [block(notes, '5m')],
  messages: [{ role: 'user', content: 'Hello' }],
  ...fields,
});
const tool = { name: 'look', input_schema: { type: 'object' } };
const marked = { messages: [{ role: 'user', content: [block('Hello', '5m')] }] };
const many = Array.from({ length: 25 }, (_, n) => block(`Block ${n}`));

describe('expectCacheHit', () => {
  it('passes when the second reads all that the first writes, and says how much', () => {
    const other = ask({ messages: [{ role: 'user', content: 'Another question' }] });
    expect(expectCacheHit(ask(), other)).toEqual({ read: 2007, written: 0 });
    expect(expectCacheHit(JSON.stringify(ask()), JSON.stringify(other))).toEqual({ read: 2007, written: 0 });
    const next = ask({
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Yes?' },
        { role: 'user', content: [block('So', '5m')] },
      ],
    });
    expect(expectCacheHit(ask(), next)).toEqual({ read: 2007, written: 11 });
  });

  const misses: [string, object, object, RegExp, ExpectOptions?][] = [
    [
      'the first byte that differs',
      ask(),
      ask({ system: [block(notes.replace('Monday', 'Tuesday'), '5m')] }),
      /The first block that differs is system\.0, from byte 8012 on:\n {2}first: {2}".*on Monday\..*"\n {2}second: ".*on Tuesday/s,
    ],
    [
      'bytes, not characters',
      ask({ system: [block(`é${notes}`, '5m')] }),
      ask({ system: [block(`é!${notes}`, '5m')] }),
      /system\.0, from byte 2 on/,
    ],
    [
      'the model',
      ask(),
      ask({ model: 'claude-opus-4-8' }),
      /The model differs: claude-sonnet-4-6, then claude-opus-4-8/,
    ],
    ['a tool before it', ask(), ask({ tools: [tool] }), /At system\.0 .* tool in tools \(tools\.0\)/],
    [
      'a setting',
      ask({ tools: [tool], ...marked }),
      ask({ tools: [tool], tool_choice: { type: 'any' }, ...marked }),
      /A setting that changes the cache key of messages differs: tool_choice/,
    ],
    ['no breakpoint in the first', ask({ system: notes }), ask(), /The first request has no breakpoint/],
    ['no breakpoint in the second', ask(), ask({ system: notes }), /The second request has no breakpoint/],
    [
      'too short a prefix',
      ask({ system: [block('short', '5m')] }),
      ask({ system: [block('short', '5m')] }),
      /has about 2 tokens, and claude-sonnet-4-6 caches nothing shorter than 1024/,
    ],
    [
      'a breakpoint too far on',
      ask(),
      ask({ system: notes, messages: [{ role: 'user', content: [...many, block('last', '5m')] }] }),
      /the second request has no breakpoint within the next 20 blocks/,
    ],
    [
      'an end before the breakpoint',
      ask({ messages: [{ role: 'user', content: [block('one'), block('two', '5m')] }] }),
      ask({ messages: [{ role: 'user', content: [block('one')] }] }),
      /ends before messages\.0\.content\.1/,
    ],
    [
      'another role',
      ask({ messages: [...marked.messages, { role: 'user', content: 'x' }] }),
      ask({
        messages: [
          { role: 'system', content: [block('Hello', '5m')] },
          { role: 'user', content: 'x' },
        ],
      }),
      /"user:" before the block, the second "system:"/,
    ],
    [
      'automatic caching of a question',
      ask({ cache_control: { type: 'ephemeral' } }),
      ask({ cache_control: { type: 'ephemeral' }, messages: [{ role: 'user', content: 'Another' }] }),
      /messages\.0\.content\.0, from byte 0/,
    ],
    [
      'less than expected',
      ask(),
      ask(),
      /of the 2007 tokens that the first writes; atLeast is 3000/,
      { atLeast: 3000 },
    ],
    [
      'a minimum of one’s own',
      ask(),
      ask(),
      /caches nothing shorter than 5000/,
      { models: [{ id: MODEL, minCacheTokens: 5000, contextWindow: 9000, maxOutput: 100 }] },
    ],
    [
      'a request that would be refused',
      ask({ foo: 1 }),
      ask(),
      /The first request would be refused: foo: Extra inputs are not permitted/,
    ],
    ['no JSON', ask(), 'nonsense' as unknown as object, /The second request would be refused/],
    [
      'the newer version',
      ask(),
      ask({ temperature: 0 }),
      /The second request would be refused: temperature/,
      { version: '2026-10-21' },
    ],
  ];
  it.each(misses)('names %s', (_, first, second, message, options) => {
    expect(() => expectCacheHit(first, second, options)).toThrow(message);
  });

  it('is content with less where it is told so', () => {
    const timed = (time: string): object => ask({ messages: [{ role: 'user', content: [block(time, '5m')] }] });
    expect(() => expectCacheHit(timed('10:00'), timed('10:01'))).toThrow(/messages\.0\.content\.0, from byte 4/);
    expect(expectCacheHit(timed('10:00'), timed('10:01'), { atLeast: 2000 })).toMatchObject({ read: 2007 });
  });
});
