import { definePrefix, extendPrefix, type Prefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect, type GatewayOptions, openGateway } from '@forewarm/testing';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { openai, type OpenAiOptions } from './openai.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const base: PrefixOptions = { model: 'gpt-5.6', system: CONTEXT };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function setup(
  options: Partial<OpenAiOptions> = {},
  intercept?: GatewayOptions['intercept'],
): Promise<{ adapter: ReturnType<typeof openai>; bodies: () => Record<string, unknown>[] }> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request), intercept });
  opened.push(gateway);
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'key', maxRetries: 0 });
  return { adapter: openai({ client, ...options }), bodies: () => gateway.passed.map(({ body }) => JSON.parse(body)) };
}

const ask = (adapter: ReturnType<typeof openai>, prefix: Prefix): ReturnType<typeof collect> =>
  collect(adapter.ask(prefix, { question: 'What is said of topic7?' }));

describe('a model with breakpoints', () => {
  test('is prepared without an answer, and asked with the same breakpoint and key', async () => {
    const { adapter, bodies } = await setup();
    const prefix = definePrefix(base);
    const warmed = await adapter.warm(prefix);
    expect(warmed).toMatchObject({ status: 'warmed', method: 'prewarm', ttlMs: 1_800_000, usage: { output: 0 } });
    expect((await ask(adapter, prefix)).events.at(-1)).toMatchObject({
      outcome: 'hit',
      ttlMs: 1_800_000,
      usage: { cacheRead: warmed.usage!.cacheWrite, cacheWrite: 0 },
    });
    const [warm, asked] = bodies();
    expect(warm).toMatchObject({
      store: false,
      prompt_cache_key: prefix.base.slice(0, 32),
      prompt_cache_options: { mode: 'explicit', ttl: '30m', prewarm: true },
      input: [{ role: 'system', content: [{ prompt_cache_breakpoint: { mode: 'explicit' } }] }, { role: 'user' }],
    });
    expect(asked).toMatchObject({
      prompt_cache_key: prefix.base.slice(0, 32),
      prompt_cache_options: { mode: 'explicit', ttl: '30m' },
      stream: true,
    });
    expect(asked).not.toHaveProperty('prompt_cache_options.prewarm');
  });

  test('marks questions, since an answer takes no mark, and keeps one key for the whole conversation', async () => {
    const { adapter, bodies } = await setup();
    const prefix = definePrefix(base);
    const grown = extendPrefix(prefix, [{ question: 'Q1', answer: 'A1' }]);
    await adapter.warm(grown);
    expect(bodies()[0]).toMatchObject({
      prompt_cache_key: prefix.base.slice(0, 32),
      input: [
        { content: [{ prompt_cache_breakpoint: { mode: 'explicit' } }] },
        { role: 'user', content: [{ text: 'Q1', prompt_cache_breakpoint: { mode: 'explicit' } }] },
        { role: 'assistant', content: [{ type: 'output_text', text: 'A1' }] },
        { role: 'user' },
      ],
    });
  });

  test('writes every item in its full form, which engines may need', async () => {
    const { adapter, bodies } = await setup();
    const grown = extendPrefix(definePrefix(base), [{ question: 'Q1', answer: 'A1' }]);
    await adapter.warm(grown);
    await ask(adapter, grown);
    for (const { input } of bodies() as { input: { type?: string; role: string }[] }[]) {
      expect(input.map(({ type, role }) => [type, role])).toEqual([
        ['message', 'system'],
        ['message', 'user'],
        ['message', 'assistant'],
        ['message', 'user'],
      ]);
    }
  });

  test.each([
    ['5m', '30m', 1_800_000],
    ['1h', '12h', 43_200_000],
  ] as const)('keeps for the shortest time that lasts %s: %s', async (ttl, word, ttlMs) => {
    const { adapter, bodies } = await setup();
    expect(await adapter.warm(definePrefix({ ...base, ttl }))).toMatchObject({ ttlMs });
    expect(bodies()[0]).toMatchObject({ prompt_cache_options: { ttl: word } });
  });

  test('cannot keep for longer than the API can, nor mark tools alone', async () => {
    const { adapter, bodies } = await setup();
    await expect(adapter.warm(definePrefix({ ...base, ttl: '24h' }))).rejects.toThrow("at most '12h'");
    const tools = [{ name: 'look', description: CONTEXT, inputSchema: { type: 'object' } }];
    const skipped = await adapter.warm(definePrefix({ model: base.model, tools }));
    expect(skipped).toEqual({ status: 'skipped', reason: 'unsupported' });
    expect(bodies()).toEqual([]);
  });
});

describe('an older model', () => {
  const older = { ...base, model: 'gpt-5' };
  test('is warmed by a few tokens, and its entry is counted as short-lived', async () => {
    const { adapter, bodies } = await setup();
    const warmed = await adapter.warm(definePrefix({ ...older, ttl: '1h' }));
    expect(warmed).toMatchObject({ method: 'few-tokens', ttlMs: 300_000, usage: { cacheWrite: null } });
    expect(bodies()[0]).toMatchObject({ max_output_tokens: 16 });
    expect(bodies()[0]).not.toHaveProperty('prompt_cache_options');
  });

  test('keeps for a day where that is asked for', async () => {
    const { adapter } = await setup();
    const prefix = definePrefix({ ...older, settings: { prompt_cache_retention: '24h' } });
    expect(await adapter.warm(prefix)).toMatchObject({ ttlMs: 86_400_000 });
  });

  test('does not keep what is below its minimum', async () => {
    const { adapter } = await setup();
    const short = definePrefix({ ...older, system: 'Short.' });
    expect(await adapter.warm(short)).toMatchObject({ status: 'skipped', reason: 'below-minimum' });
    expect((await ask(adapter, short)).events.at(-1)).toMatchObject({ ttlMs: undefined });
  });
});

describe('an answer', () => {
  const streaming =
    (...events: object[]): GatewayOptions['intercept'] =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
      return true;
    };
  const created = { type: 'response.created', response: { model: 'gpt-5.6' } };

  test('that fails in the stream is told in the API’s words', async () => {
    const error = { code: 'rate_limit_exceeded', message: 'Too many tokens.' };
    const { adapter } = await setup({}, streaming(created, { type: 'response.failed', response: { error } }));
    const answer = await ask(adapter, definePrefix(base));
    expect(answer.error).toMatchObject({ code: 'rate-limited', retryable: true });
    expect((answer.error as Error).message).toContain('Too many tokens.');
  });

  test('brings what is told of the reasoning, and a refusal as its text', async () => {
    const { adapter } = await setup(
      {},
      streaming(
        created,
        { type: 'response.reasoning_summary_text.delta', delta: 'Hm.' },
        { type: 'response.refusal.delta', delta: 'I cannot.' },
        { type: 'response.completed', response: { status: 'completed', usage: null } },
      ),
    );
    const { events } = await ask(adapter, definePrefix(base));
    expect(events.map(({ type }) => type)).toEqual(['start', 'reasoning', 'text', 'finish']);
    expect(events.at(-1)).toMatchObject({ reason: 'content-filter', outcome: 'unknown' });
  });

  test('stops at its limit', async () => {
    const { adapter } = await setup({ maxTokens: 16 });
    expect((await ask(adapter, definePrefix(base))).events.at(-1)).toMatchObject({ reason: 'length' });
  });

  test('to a quota that is used up is not asked for again', async () => {
    const { adapter } = await setup({}, (_request, response) => {
      response.writeHead(429, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: { code: 'insufficient_quota', type: 'insufficient_quota', message: 'Pay.' } }),
      );
      return true;
    });
    expect((await ask(adapter, definePrefix(base))).error).toMatchObject({ code: 'rate-limited', retryable: false });
  });
});

test('bad options are refused by name', () => {
  expect(() => openai({ client: {} as never })).toThrow('openai: client is an object');
  expect(() => openai({ client: new OpenAI({ apiKey: 'k' }), maxTokens: 0 })).toThrow('openai: maxTokens is 0');
});
