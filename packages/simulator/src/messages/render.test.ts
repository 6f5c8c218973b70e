import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, cached, MODEL, start, textOf } from '../../test/start.js';
import { TOKENS_PER_IMAGE } from '../cache/tokens.js';

type Body = Anthropic.MessageCreateParamsNonStreaming;
const user = (...content: Anthropic.ContentBlockParam[]): Anthropic.MessageParam => ({ role: 'user', content });
const assistant = (...content: Anthropic.ContentBlockParam[]): Anthropic.MessageParam => ({
  role: 'assistant',
  content,
});

async function readAfter(first: Partial<Body>, second: Partial<Body>, model = MODEL): Promise<number> {
  const { client } = await start();
  const base = { model, max_tokens: 1, messages: [user(block('Hello'))] };
  await client.messages.create({ ...base, ...first });
  return cached((await client.messages.create({ ...base, ...second })).usage).read;
}

const count = async (content: Anthropic.ContentBlockParam[]): Promise<number> => {
  const { client } = await start();
  return (await client.messages.countTokens({ model: MODEL, messages: [user(...content)] })).input_tokens;
};

const schemaOf = (schema: Anthropic.Tool.InputSchema): Partial<Body> => ({
  tools: [{ name: 'a', description: textOf(1500), input_schema: schema, cache_control: { type: 'ephemeral' } }],
});

describe('a prompt is the same', () => {
  const long = textOf(1500);
  const marked = [user(block(long), block('end', '5m'))];
  const same: [string, Partial<Body>, Partial<Body>][] = [
    [
      'with its breakpoints elsewhere',
      { messages: marked },
      { messages: [user(block(long, '5m'), block('end', '5m'))] },
    ],
    [
      'as one message or two of one role',
      { messages: marked },
      { messages: [user(block(long)), user(block('end', '5m'))] },
    ],
    [
      'as a string or a block',
      { system: long, messages: [user(block('end', '5m'))] },
      { system: [block(long)], messages: [user(block('end', '5m'))] },
    ],
    [
      'with a tool that is deferred',
      { system: [block(long, '5m')] },
      {
        system: [block(long, '5m')],
        tools: [{ name: 'later', input_schema: { type: 'object' }, defer_loading: true }],
      },
    ],
  ];
  it.each(same)('%s', async (_, first, second) => {
    expect(await readAfter(first, second)).toBeGreaterThan(1499);
  });

  const other: [string, Partial<Body>, Partial<Body>][] = [
    [
      'its blocks are cut differently',
      { messages: [user(block(`${long}ab`), block('c', '5m'))] },
      { messages: [user(block(`${long}a`), block('bc', '5m'))] },
    ],
    ['it stands in another tier', { system: [block(long, '5m')] }, { messages: [user(block(long, '5m'))] }],
    [
      "the keys of a tool's schema are ordered differently",
      schemaOf({ type: 'object', properties: {} }),
      schemaOf({ properties: {}, type: 'object' }),
    ],
  ];
  it.each(other)('but not when %s', async (_, first, second) => {
    expect(await readAfter(first, second)).toBe(0);
  });
});

describe('thinking of earlier turns', () => {
  const thought = { type: 'thinking' as const, thinking: textOf(1500), signature: 'from elsewhere' };
  const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'look', input: {} };
  const result = {
    type: 'tool_result' as const,
    tool_use_id: 'toolu_1',
    content: 'Seen.',
    cache_control: { type: 'ephemeral' as const },
  };
  const tools: Anthropic.Tool[] = [{ name: 'look', input_schema: { type: 'object' } }];
  const looked = [user(block('Look')), assistant(thought, call), user(result)];
  const onward = [...looked, assistant(block('I see.')), user(block('And now?', '5m'))];

  it('is cached with the results of its tools, and forgotten once the user speaks (caching guide, "Caching with thinking blocks")', async () => {
    expect(
      await readAfter({ tools, messages: looked }, { tools, messages: looked }, 'claude-sonnet-4-5'),
    ).toBeGreaterThan(1500);
    expect(await readAfter({ tools, messages: looked }, { tools, messages: onward }, 'claude-sonnet-4-5')).toBe(0);
  });

  it('is kept by models that keep it', async () => {
    expect(await readAfter({ tools, messages: looked }, { tools, messages: onward }, MODEL)).toBeGreaterThan(1500);
  });

  it('takes no breakpoint', async () => {
    const { client } = await start();
    const bad = { ...thought, cache_control: { type: 'ephemeral' } } as unknown as Anthropic.ThinkingBlockParam;
    await expect(
      client.messages.create({
        model: MODEL,
        max_tokens: 1,
        messages: [user(block('x')), assistant(bad), user(block('y'))],
      }),
    ).rejects.toMatchObject({
      apiMessage: 'messages.1.content.0.thinking.cache_control: Extra inputs are not permitted',
    });
  });
});

describe('tokens of what is not text', () => {
  const image: Anthropic.ImageBlockParam = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(40_000) },
  };
  const pdf: Anthropic.DocumentBlockParam = {
    type: 'document',
    source: { type: 'base64', media_type: 'application/pdf', data: 'A'.repeat(120_000) },
  };
  it.each([
    ['an image', [image], TOKENS_PER_IMAGE],
    ['a PDF, by the page', [pdf], 3 * TOKENS_PER_IMAGE],
    [
      'a plain document',
      [
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: textOf(700) } },
      ] as Anthropic.ContentBlockParam[],
      700,
    ],
    ['a text', [block(textOf(700))], 700],
  ])('%s', async (_, content, tokens) => {
    expect(Math.abs((await count(content)) - tokens)).toBeLessThan(10);
  });

  it('an image within the result of a tool, which moves the key like any other', async () => {
    const { client } = await start();
    const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'look', input: {} };
    const seen = (content: Anthropic.ToolResultBlockParam['content']): Anthropic.MessageParam[] => [
      user(block(textOf(1500), '5m')),
      assistant(call),
      user({ type: 'tool_result', tool_use_id: 'toolu_1', content: content! }),
    ];
    const ask = { model: MODEL, max_tokens: 1, tools: [{ name: 'look', input_schema: { type: 'object' as const } }] };
    const plain = await client.messages.create({ ...ask, messages: seen('Nothing.') });
    const pictured = await client.messages.create({ ...ask, messages: seen([block('This.'), image]) });
    expect(cached(pictured.usage).read).toBe(0);
    expect(cached(pictured.usage).rest - cached(plain.usage).rest).toBeGreaterThan(TOKENS_PER_IMAGE - 10);
  });
});
