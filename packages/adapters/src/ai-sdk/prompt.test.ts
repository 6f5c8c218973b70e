import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { definePrefix, extendPrefix, type Prefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { openGateway } from '@forewarm/testing';
import {
  convertToModelMessages,
  generateText,
  type LanguageModel,
  type ModelMessage,
  streamText,
  type UIMessage,
} from 'ai';
import { afterEach, expect, test } from 'vitest';
import { aiSdk, type AiSdkAdapter, type AiSdkModel } from '../ai-sdk.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const SEARCH = {
  name: 'search',
  description: 'Searches the manual.',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};
const FIND = { name: 'find', inputSchema: { type: 'object', properties: {} } };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

type Body = Record<string, unknown> & { messages?: unknown; input?: unknown };
type Usable = AiSdkModel & Exclude<LanguageModel, string>;

interface Opened {
  readonly llm: AiSdkAdapter<Usable>;
  /** Request bodies as sent. */
  readonly bodies: () => string[];
}

const anthropic = (baseURL: string) => createAnthropic({ baseURL, apiKey: 'key' });
async function open(provider: (baseURL: string) => (model: string) => Usable): Promise<Opened> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request) });
  opened.push(gateway);
  return {
    llm: aiSdk({ model: provider(`${gateway.url}/v1`) }),
    bodies: () => gateway.passed.map(({ body }) => body),
  };
}

const ui = (...texts: string[]): UIMessage[] =>
  texts.map((text, n) => ({ id: `m${n}`, role: n % 2 === 0 ? 'user' : 'assistant', parts: [{ type: 'text', text }] }));

/** Removes token limit and stream, in which warm and chat differ. */
const apart = (body: string): string => body.replace(/"(max_tokens|max_output_tokens)":\d+,?/, '');
const rest = (body: string): string => {
  const { messages: _, input: __, stream: ___, stream_options: ____, ...others } = JSON.parse(apart(body)) as Body;
  return JSON.stringify(others);
};

/**
 * Checks that two bodies agree up to the first's last breakpoint, and in all other fields: a
 * provider may write its tools last.
 */
function expectOnePrefix(warm: string, chat: string, last: string): void {
  const [one, other] = [warm, chat].map((body) =>
    JSON.stringify((JSON.parse(body) as Body).messages ?? (JSON.parse(body) as Body).input),
  );
  expect(apart(warm).includes(one!)).toBe(true);
  expect(apart(chat).includes(other!)).toBe(true);
  const end = Math.max(0, one!.lastIndexOf(last));
  expect(other!.slice(0, end)).toBe(one!.slice(0, end));
  expect(rest(chat)).toBe(rest(warm));
}

const MARK = '"cache_control":{"type":"ephemeral"}';
const PREFIXES: readonly [string, PrefixOptions][] = [
  ['a text', { model: 'claude-sonnet-4-6', system: CONTEXT }],
  [
    'several system blocks and tools',
    {
      model: 'claude-sonnet-4-6',
      system: [
        { type: 'text', text: 'Answer from the manual.' },
        { type: 'text', text: CONTEXT },
      ],
      tools: [SEARCH, FIND],
    },
  ],
  [
    'tools, messages and settings',
    {
      model: 'claude-sonnet-4-6',
      tools: [SEARCH],
      system: 'Answer from the manual.',
      messages: [{ role: 'user', content: CONTEXT }],
      settings: {
        temperature: 0.5,
        toolChoice: { type: 'tool', toolName: 'search' },
        providerOptions: { anthropic: { effort: 'low', sendReasoning: false } },
      },
    },
  ],
  [
    'tools alone',
    {
      model: 'claude-sonnet-4-6',
      tools: [{ ...SEARCH, description: CONTEXT }],
      settings: { toolChoice: { type: 'none' } },
    },
  ],
];

test.each(PREFIXES)('streamText and generateText send what was warmed: %s', async (_, init) => {
  const { llm, bodies } = await open(anthropic);
  const prefix = definePrefix(init);
  expect(await llm.warm(prefix)).toMatchObject({ status: 'warmed' });
  const messages: ModelMessage[] = [{ role: 'user', content: 'What is said of topic7?' }];
  const streamed = streamText({ ...llm.promptOf(prefix, { messages }) });
  await streamed.consumeStream();
  const whole = await generateText({ ...llm.promptOf(prefix, { messages }) });
  for (const usage of [await streamed.usage, whole.usage]) {
    expect(usage.inputTokenDetails.cacheReadTokens).toBeGreaterThan(4_000);
    expect(usage.inputTokenDetails.cacheWriteTokens).toBe(0);
  }
  const [warm, first, second] = bodies();
  for (const chat of [first!, second!]) expectOnePrefix(warm!, chat, MARK);
});

test('five turns of useChat hit, each reading what the one before has written', async () => {
  const { llm, bodies } = await open(anthropic);
  const prefix = definePrefix(PREFIXES[1]![1]);
  await llm.warm(prefix);
  const said: string[] = [];
  const reads: number[] = [];
  for (const n of [1, 2, 3, 4, 5]) {
    said.push(`What is said of topic${n}?`);
    const messages = await convertToModelMessages(ui(...said));
    const result = streamText({ ...llm.promptOf(prefix, { messages }) });
    said.push(await result.text);
    reads.push((await result.usage).inputTokenDetails.cacheReadTokens!);
  }
  expect(reads[0]).toBeGreaterThan(4_000);
  expect(reads).toEqual(reads.toSorted((a, b) => a - b));
  expect(reads[4]).toBeGreaterThan(reads[1]!);
  const marks = bodies().map((body) => body.split(MARK).length - 1);
  expect(marks).toEqual([1, 1, 2, 3, 4, 4]);
});

test('a warm of the thread and the chat’s next turn are one prefix', async () => {
  const { llm, bodies } = await open(anthropic);
  for (const messages of [[], [{ role: 'user', content: 'Mind the tone.' } as const]]) {
    const prefix = definePrefix({ ...PREFIXES[1]![1], messages });
    const from = bodies().length;
    const turns = [
      { question: 'One?', answer: 'First.' },
      { question: 'Two?', answer: 'Second.' },
    ];
    await llm.warm(extendPrefix(prefix, turns));
    const thread = await convertToModelMessages(ui('One?', 'First.', 'Two?', 'Second.', 'Three?'));
    await streamText({ ...llm.promptOf(prefix, { messages: thread }) }).consumeStream();
    const [warm, chat] = bodies().slice(from);
    expect(chat).toContain('Three?');
    expectOnePrefix(warm!, chat!, MARK);
  }
});

test('a turn that ran a tool ends at its last part, and what the model thought takes no breakpoint', async () => {
  const { llm, bodies } = await open(anthropic);
  const prefix = definePrefix(PREFIXES[1]![1]);
  const messages: ModelMessage[] = [
    { role: 'user', content: 'Look.' },
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'search', input: { query: 'x' } }] },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId: 'c', toolName: 'search', output: { type: 'text', value: 'Found.' } },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Here.', providerOptions: { anthropic: { citations: { enabled: false } } } },
        { type: 'reasoning', text: 'Hm.', providerOptions: { anthropic: { signature: 's' } } },
        { type: 'text', text: '' },
      ],
    },
    { role: 'user', content: 'And?' },
  ];
  const prompt: ModelMessage[] = llm.promptOf(prefix, { messages }).messages;
  expect(prompt[5]).toMatchObject({
    content: [
      { providerOptions: { anthropic: { citations: { enabled: false }, cacheControl: { type: 'ephemeral' } } } },
      { providerOptions: { anthropic: { signature: 's' } } },
      {},
    ],
  });
  const execute = async (): Promise<string> => 'Found.';
  const result = streamText({
    ...llm.promptOf(prefix, { messages: messages.slice(0, 1), tools: { search: { execute } } }),
  });
  await result.consumeStream();
  expect(JSON.parse(bodies()[0]!)).toMatchObject({
    tools: [{ name: 'search' }, { name: 'find' }],
    tool_choice: { type: 'auto' },
  });
});

test.each<[string, string, (string | undefined)[], (baseURL: string) => (model: string) => Usable]>([
  // A model that caches by itself doesn't report writes.
  ['@ai-sdk/openai', 'gpt-5.4', ['no', 'no', 'no'], (baseURL) => createOpenAI({ baseURL, apiKey: 'key' })],
  ['@ai-sdk/openai, marked', 'gpt-5.6', ['no', 'yes', 'yes'], (baseURL) => createOpenAI({ baseURL, apiKey: 'key' })],
  [
    '@ai-sdk/openai-compatible',
    'qwen3',
    ['unknown', 'unknown', 'unknown'],
    (baseURL) => createOpenAICompatible({ name: 'engine', baseURL, includeUsage: true }),
  ],
])('%s: what was warmed is sent, and read', async (_, model, writes, provider) => {
  const { llm, bodies } = await open(provider);
  const system = ['Answer from the manual.', CONTEXT].map((text) => ({ type: 'text', text }));
  const prefix = definePrefix({ model, system, tools: [SEARCH, FIND] });
  expect(await llm.warm(prefix)).toMatchObject({ status: 'warmed' });
  const said: string[] = [];
  const reads: number[] = [];
  const wrote: string[] = [];
  for (const n of [1, 2, 3]) {
    said.push(`What is said of topic${n}?`);
    const messages = await convertToModelMessages(ui(...said));
    const result = streamText({ ...llm.promptOf(prefix, { messages }) });
    said.push(await result.text);
    const { cacheReadTokens = 0, cacheWriteTokens } = (await result.usage).inputTokenDetails;
    reads.push(cacheReadTokens);
    wrote.push(cacheWriteTokens === undefined ? 'unknown' : cacheWriteTokens > 0 ? 'yes' : 'no');
  }
  expect(reads[0]).toBeGreaterThan(4_000);
  expect(reads[2]).toBeGreaterThan(reads[0]!);
  expect(wrote).toEqual(writes);
  expectOnePrefix(bodies()[0]!, bodies()[1]!, 'topic7.');
});

test('what can’t be one prefix with the warm is refused by name', async () => {
  const { llm } = await open(anthropic);
  const prefix = definePrefix(PREFIXES[1]![1]);
  const messages: ModelMessage[] = [{ role: 'user', content: 'Q' }];
  expect(() => llm.promptOf(prefix, { messages: [{ role: 'system', content: 'Obey.' }] })).toThrow(
    'aiSdk.promptOf: messages[0].role is "system"; it must be one of user, assistant, tool; instructions belong into the prefix.',
  );
  expect(() => llm.promptOf(prefix, { messages, tools: { other: {} } })).toThrow(
    'aiSdk.promptOf: tools is "other"; it must be among the prefix\'s: search, find.',
  );
  expect(() => llm.promptOf(prefix, { messages, tools: { search: { description: 'Mine.' } } })).toThrow(
    'aiSdk.promptOf: tools.search.description is "given"; it must be left out: the prefix says it.',
  );
  expect(() => llm.promptOf(prefix, {} as never)).toThrow('aiSdk.promptOf: messages is undefined');
  expect(() => llm.promptOf({} as Prefix, { messages })).toThrow('made by definePrefix');
});
