import { type AskEvent, definePrefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect, type GatewayOptions, openGateway } from '@forewarm/testing';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { openaiCompatible } from './openai-compatible.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const base: PrefixOptions = { model: 'qwen3', system: CONTEXT };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function setup(
  intercept?: GatewayOptions['intercept'],
): Promise<{ adapter: ReturnType<typeof openaiCompatible>; bodies: () => Record<string, unknown>[] }> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request), intercept });
  opened.push(gateway);
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'key', maxRetries: 0 });
  return { adapter: openaiCompatible({ client }), bodies: () => gateway.passed.map(({ body }) => JSON.parse(body)) };
}

const streaming =
  (...chunks: object[]): GatewayOptions['intercept'] =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
    );
    return true;
  };
const delta = (fields: object, finish: string | null = null): object => ({
  model: 'engine-1',
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});
const eventsOf = async (...chunks: object[]): Promise<readonly AskEvent[]> => {
  const { adapter } = await setup(streaming(...chunks));
  return (await collect(adapter.ask(definePrefix(base), { question: 'Q' }))).events;
};

test('texts go as one text, a question after them; anything else as parts', async () => {
  const { adapter, bodies } = await setup();
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };
  const user = (content: NonNullable<PrefixOptions['messages']>[number]['content']): PrefixOptions => ({
    ...base,
    messages: [{ role: 'user', content }],
  });
  await collect(adapter.ask(definePrefix(user('Context.')), { question: 'Q?' }));
  await collect(adapter.ask(definePrefix(user([image])), { question: 'Q?' }));
  expect(bodies().map(({ messages }) => (messages as { content: unknown }[])[1]!.content)).toEqual([
    'Context.\n\nQ?',
    [image, { type: 'text', text: 'Q?' }],
  ]);
});

describe('what engines call things', () => {
  test.each(['reasoning_content', 'reasoning'])('thinking comes as %s', async (field) => {
    const events = await eventsOf(delta({ [field]: 'Hm.' }), delta({ content: 'Yes.' }), delta({}, 'stop'));
    expect(events.slice(1, 3)).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
    ]);
  });

  test.each([
    ['vLLM, SGLang', { usage: { prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 8 } } }],
    ['DeepSeek', { usage: { prompt_tokens: 10, prompt_cache_hit_tokens: 8, prompt_cache_miss_tokens: 2 } }],
    ['Moonshot', { usage: { prompt_tokens: 10, cached_tokens: 8 } }],
    ['llama.cpp', { usage: { prompt_tokens: 10 }, timings: { cache_n: 8, prompt_n: 2 } }],
  ])('what was read from the cache is found where %s says it', async (_engine, figures) => {
    const events = await eventsOf(delta({ content: 'Yes.' }), { ...delta({}, 'stop'), ...figures });
    expect(events.at(-1)).toMatchObject({ outcome: 'hit', usage: { prompt: 10, cacheRead: 8, cacheWrite: null } });
  });

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool_calls', 'tool-calls'],
    ['content_filter', 'content-filter'],
    ['eos', 'other'],
  ])('an answer that ends by %s', async (finish, reason) => {
    expect((await eventsOf(delta({ content: 'Yes.' }), delta({}, finish))).at(-1)).toMatchObject({ reason });
  });
});

test('two tools called in turns come whole and apart, before the finish', async () => {
  const call = (index: number, fields: object): object => delta({ tool_calls: [{ index, ...fields }] });
  const events = await eventsOf(
    call(0, { id: 'a', function: { name: 'look', arguments: '' } }),
    call(1, { id: 'b', function: { name: 'find', arguments: '{"q":' } }),
    call(0, { function: { arguments: '{"at":1}' } }),
    call(1, { function: { arguments: '"x"}' } }),
    delta({}, 'tool_calls'),
  );
  expect(events.slice(1, -1)).toEqual([
    { type: 'tool-call', id: 'a', name: 'look', input: { at: 1 } },
    { type: 'tool-call', id: 'b', name: 'find', input: { q: 'x' } },
  ]);
});

test('a call that the limit has cut off is none', async () => {
  const cut = delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'look', arguments: '{"at":' } }] });
  expect((await eventsOf(cut, delta({}, 'length'))).map(({ type }) => type)).toEqual(['start', 'finish']);
});

test('bad options are refused by name', () => {
  expect(() => openaiCompatible({ client: {} as never })).toThrow('openaiCompatible: client is an object');
  const client = new OpenAI({ apiKey: 'k' });
  expect(() => openaiCompatible({ client, maxTokens: 1.5 })).toThrow('openaiCompatible: maxTokens is 1.5');
});

describe('the end of an answer is its last event', () => {
  const usage = { prompt_tokens: 9, completion_tokens: 1 };
  const open =
    (...chunks: object[]): GatewayOptions['intercept'] =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      return true;
    };

  test.each<[string, object[], number | null]>([
    ['counts after the reason', [delta({}, 'stop'), { choices: [], usage }], 9],
    ['counts with the reason', [{ ...delta({}, 'stop'), usage }], 9],
    ['counts on the way and at the end', [{ ...delta({}), usage: {} }, delta({}, 'stop'), { choices: [], usage }], 9],
    ['no counts at all', [delta({}, 'stop')], null],
  ])('on a connection that stays open: %s', async (_what, chunks, prompt) => {
    const { adapter } = await setup(open(delta({ content: 'Yes' }), ...chunks));
    const { events, error } = await collect(adapter.ask(definePrefix(base), { question: 'Q' }));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', usage: { prompt } });
  });

  test('a connection that breaks while counts are due costs the counts, not the answer', async () => {
    const { adapter } = await setup((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunks = [delta({ content: 'Yes' }), delta({}, 'stop')].map(
        (chunk) => `data: ${JSON.stringify(chunk)}\n\n`,
      );
      response.write(chunks.join(''), () => setTimeout(() => response.destroy(), 20));
      return true;
    });
    const { events, error } = await collect(adapter.ask(definePrefix(base), { question: 'Q' }));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { prompt: null } });
  });

  test('and the next question comes on the same connection', async () => {
    const ports = new Set<number | undefined>();
    const { adapter } = await setup((_request, response) => {
      ports.add(response.req.socket.remotePort);
      return false;
    });
    for (let n = 0; n < 5; n++) {
      await collect(adapter.ask(definePrefix(base), { question: 'Q' }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(ports.size).toBe(1);
  });
});
