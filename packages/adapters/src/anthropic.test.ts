import Anthropic from '@anthropic-ai/sdk';
import { type Adapter, definePrefix, extendPrefix, type Prefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { collect, type Gateway, type GatewayOptions, openGateway } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { anthropic } from './anthropic.js';

/** About 6,000 tokens: above every model's minimum. */
const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const base: PrefixOptions = { model: 'claude-sonnet-4-6', system: CONTEXT };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Setup {
  adapter: Adapter<Prefix>;
  gateway: Gateway;
  simulator: ReturnType<typeof createSimulator>;
}

async function setup(
  simulatorOptions: SimulatorOptions = {},
  gatewayOptions: Omit<GatewayOptions, 'upstream'> = {},
  clientOptions: { apiKey?: string; maxRetries?: number } = {},
): Promise<Setup> {
  const simulator = createSimulator({ latency: 'none', ...simulatorOptions });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request), ...gatewayOptions });
  opened.push(gateway);
  const client = new Anthropic({ baseURL: gateway.url, apiKey: 'key', maxRetries: 0, ...clientOptions });
  return { adapter: anthropic({ client, maxTokens: 1_000 }), gateway, simulator };
}

const ask = (adapter: Adapter<Prefix>, prefix: Prefix, signal?: AbortSignal): ReturnType<typeof collect> =>
  collect(adapter.ask(prefix, { question: 'What is said of topic7?' }, { signal }));

function upToBreakpoint(body: string): string {
  const mark = /"cache_control":\{[^}]*\}\}/g;
  const last = [...body.matchAll(mark)].at(-1)!;
  return body.slice(0, last.index + last[0].length);
}

test('a client without a key is told apart from an API that can’t be reached', async () => {
  const adapter = anthropic({ client: new Anthropic({ apiKey: null, authToken: null }) });
  const expected = { code: 'unauthorized', retryable: false, message: expect.stringMatching(/key: Could not resolve/) };
  await expect(adapter.warm(definePrefix(base))).rejects.toMatchObject(expected);
  expect((await ask(adapter, definePrefix(base))).error).toMatchObject(expected);
});

describe('warm and ask', () => {
  const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' } }];
  const cases: [string, Prefix][] = [
    ['a system text', definePrefix(base)],
    [
      'a context in the user’s message, as in the cookbook',
      definePrefix({ ...base, messages: [{ role: 'user', content: CONTEXT }] }),
    ],
    ['tools alone', definePrefix({ model: base.model, tools: [{ ...tools[0]!, description: CONTEXT }] })],
    ['tools, system and settings', definePrefix({ ...base, tools, settings: { tool_choice: { type: 'auto' } } })],
    ['an hour', definePrefix({ ...base, ttl: '1h' })],
    [
      'a thread',
      extendPrefix(definePrefix(base), [
        { question: 'Q1', answer: 'A1' },
        { question: 'Q2', answer: 'A2' },
      ]),
    ],
    [
      'a long thread',
      extendPrefix(
        definePrefix(base),
        Array.from({ length: 30 }, (_, n) => ({ question: `Q${n}`, answer: `A${n}` })),
      ),
    ],
    [
      '200 blocks',
      definePrefix({
        ...base,
        messages: [
          {
            role: 'user',
            content: CONTEXT.split('\n')
              .slice(0, 200)
              .map((text) => ({ type: 'text', text })),
          },
        ],
      }),
    ],
  ];
  test.each(cases)('agree byte for byte on the wire up to the breakpoint, and hit: %s', async (_name, prefix) => {
    const { adapter, gateway } = await setup();
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', method: 'zero-tokens', hash: prefix.hash });
    const { events, error } = await ask(adapter, prefix);
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
    const [warmed, asked] = gateway.passed.map(({ body }) => body);
    const shared = upToBreakpoint(warmed!);
    expect(shared.length).toBeGreaterThan(1_000);
    expect(upToBreakpoint(asked!)).toBe(shared);
    expect(JSON.parse(warmed!)).toMatchObject({ max_tokens: 0 });
  });

  test('the usage of a warm and of the ask after it add up', async () => {
    const { adapter } = await setup();
    const prefix = definePrefix(base);
    const warmed = await adapter.warm(prefix);
    const { events, text } = await ask(adapter, prefix);
    const written = warmed.usage!.cacheWrite!;
    expect(written).toBeGreaterThan(5_000);
    expect(warmed.usage).toMatchObject({ cacheRead: 0, output: 0 });
    expect(events[0]).toEqual({ type: 'start', hash: prefix.hash, model: base.model, drifted: false });
    expect(events.at(-1)).toMatchObject({
      reason: 'stop',
      ttlMs: 300_000,
      usage: { cacheRead: written, cacheWrite: 0 },
    });
    expect(text).toContain('topic7');
  });

  test('the next question of a thread reads the last one’s prefix', async () => {
    const { adapter } = await setup();
    const prefix = definePrefix(base);
    await adapter.warm(prefix);
    const grown = extendPrefix(prefix, [{ question: 'What is said of topic7?', answer: 'Much.' }]);
    const { events } = await ask(adapter, grown);
    expect(events.at(-1)).toMatchObject({ outcome: 'partial' });
    expect((await ask(adapter, grown)).events.at(-1)).toMatchObject({ outcome: 'hit' });
  });

  test('an ask on another prefix than expected says so', async () => {
    const { adapter } = await setup();
    const { events } = await collect(adapter.ask(definePrefix(base), { question: 'Q' }, { expectHash: 'other' }));
    expect(events[0]).toMatchObject({ type: 'start', drifted: true });
  });
});

describe('a warm', () => {
  const refusing: Omit<GatewayOptions, 'upstream'> = {
    intercept({ body }, res) {
      if (!body.includes('"max_tokens":0')) return false;
      res.writeHead(422, { 'content-type': 'application/json' }).end('{"detail":"max_tokens must be at least 1"}');
      return true;
    },
  };

  test('falls back to one token where none is refused, and remembers it', async () => {
    const { adapter, gateway } = await setup({}, refusing);
    const prefix = definePrefix(base);
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', method: 'one-token', usage: { output: 1 } });
    expect(await adapter.warm(definePrefix({ ...base, system: `${CONTEXT}!` }))).toMatchObject({ method: 'one-token' });
    expect(gateway.passed.map(({ body }) => JSON.parse(body).max_tokens)).toEqual([0, 1, 1]);
    expect((await ask(adapter, prefix)).events.at(-1)).toMatchObject({ outcome: 'hit' });
  });

  test.each([
    [{ tool_choice: { type: 'any' } }, 'one-token'],
    [{ output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }, 'one-token'],
  ])('goes by one token at once beside %o', async (settings, method) => {
    const { adapter, gateway } = await setup();
    const tools = [{ name: 'look', inputSchema: { type: 'object' } }];
    expect(await adapter.warm(definePrefix({ ...base, tools, settings }))).toMatchObject({ method });
    expect(gateway.passed).toHaveLength(1);
  });

  test('is skipped beside a thinking budget, which needs more tokens than a warm may spend', async () => {
    const { adapter, gateway } = await setup();
    const settings = { thinking: { type: 'enabled', budget_tokens: 1024 } };
    expect(await adapter.warm(definePrefix({ ...base, settings }))).toEqual({
      status: 'skipped',
      reason: 'unsupported',
    });
    expect(gateway.passed).toHaveLength(0);
  });

  test.each([
    ['a prefix below the token minimum', definePrefix({ model: base.model, system: 'Short.' }), 1],
    ['no prefix at all', definePrefix({ model: base.model }), 0],
  ])('is skipped, by name, for %s', async (_name, prefix, requests) => {
    const { adapter, gateway } = await setup();
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'skipped', reason: 'below-minimum' });
    expect(gateway.passed).toHaveLength(requests);
    expect((await ask(adapter, prefix)).events.at(-1)).toMatchObject({ outcome: 'miss', ttlMs: undefined });
  });

  test('is sent once, however often the client would retry', async () => {
    let count = 0;
    const intercept: GatewayOptions['intercept'] = (_request, res) => {
      count++;
      res.writeHead(529, { 'content-type': 'application/json' });
      res.end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}');
      return true;
    };
    const { adapter } = await setup({}, { intercept }, { maxRetries: 3 });
    await expect(adapter.warm(definePrefix(base))).rejects.toMatchObject({ code: 'overloaded', retryable: true });
    expect(count).toBe(1);
  });

  test('that is aborted closes the connection', async () => {
    const { adapter, simulator } = await setup({ latency: 'cookbook' });
    const stop = new AbortController();
    const warm = adapter.warm(definePrefix(base), { signal: stop.signal });
    await expect.poll(() => simulator.requests.length).toBe(1);
    stop.abort();
    await expect(warm).rejects.toThrow('aborted');
    await expect.poll(() => simulator.requests[0]?.aborted).toBe(true);
  });
});

test.each(['read-only', 'none'] as const)('engines that report %s of the cache', async (reportCache) => {
  const { adapter } = await setup({ reportCache });
  const prefix = definePrefix(base);
  expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', usage: { cacheWrite: null } });
  const { events } = await ask(adapter, prefix);
  const outcome = reportCache === 'none' ? 'unknown' : 'hit';
  expect(events.at(-1)).toMatchObject({ outcome, ttlMs: 300_000, usage: { cacheWrite: null } });
});

describe('a failing backend', () => {
  const answering = (
    status: number,
    type: string,
    message: string,
    headers = {},
  ): Omit<GatewayOptions, 'upstream'> => ({
    intercept(_request, res) {
      res.writeHead(status, { 'content-type': 'application/json', ...headers });
      res.end(JSON.stringify({ type: 'error', error: { type, message } }));
      return true;
    },
  });

  test.each([
    [401, 'authentication_error', 'invalid x-api-key', { code: 'unauthorized', retryable: false }],
    [403, 'permission_error', 'no', { code: 'unauthorized' }],
    [404, 'not_found_error', 'model: x', { code: 'not-found', retryable: false }],
    [413, 'request_too_large', 'too large', { code: 'prompt-too-long' }],
    [429, 'rate_limit_error', 'slow down', { code: 'rate-limited', retryable: true, retryAfterMs: 7_000, status: 429 }],
    [500, 'api_error', 'oops', { code: 'upstream', retryable: true }],
    [529, 'overloaded_error', 'Overloaded', { code: 'overloaded', retryable: true }],
  ])('%i %s is told in its own words', async (status, type, message, expected) => {
    const { adapter } = await setup({}, answering(status, type, message, { 'retry-after': '7' }));
    const { error, events } = await ask(adapter, definePrefix(base));
    expect(error).toMatchObject(expected);
    expect((error as Error).message).toContain(message);
    expect(events).toEqual([]);
  });

  test('a prefix over the model’s window is named as such', async () => {
    const { adapter } = await setup({ contextWindow: 2_000 });
    const { error } = await ask(adapter, definePrefix(base));
    expect(error).toMatchObject({ code: 'prompt-too-long', status: 400, retryable: false });
    expect((error as Error).message).toMatch(
      /do not fit the model’s window.*prompt is too long: \d+ tokens > 2000 maximum/,
    );
    await expect(adapter.warm(definePrefix(base))).rejects.toMatchObject({ code: 'prompt-too-long' });
  });

  test('a closed port is unreachable', async () => {
    const { adapter, gateway } = await setup();
    await gateway.close();
    expect((await ask(adapter, definePrefix(base))).error).toMatchObject({ code: 'unreachable', retryable: true });
    await expect(adapter.warm(definePrefix(base))).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('an HTML page in place of JSON is an error with its status', async () => {
    const { adapter } = await setup(
      {},
      {
        intercept: (_request, res) => !!res.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
      },
    );
    expect((await ask(adapter, definePrefix(base))).error).toMatchObject({
      code: 'upstream',
      status: 502,
      retryable: true,
    });
  });

  test('a stream that ends quietly without its end is cut', async () => {
    const { adapter } = await setup(
      {},
      {
        intercept(_request, res) {
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          res.write(
            'event: message_start\ndata: {"type":"message_start","message":{"model":"m","usage":{"input_tokens":3}}}\n\n',
          );
          res.end(
            'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Half"}}\n\n',
          );
          return true;
        },
      },
    );
    const { error, text } = await ask(adapter, definePrefix(base));
    expect(text).toBe('Half');
    expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
  });

  test('an error inside the stream is told as what it is', async () => {
    const { adapter } = await setup(
      {},
      {
        intercept(_request, res) {
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          res.end(
            'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
          );
          return true;
        },
      },
    );
    expect((await ask(adapter, definePrefix(base))).error).toMatchObject({ code: 'overloaded', retryable: true });
  });
});

test('an ask that is left closes the connection', async () => {
  const { adapter, simulator } = await setup({
    latency: { baseMs: 0, prefillMsPerToken: 0, cachedMsPerToken: 0, decodeMsPerToken: 20 },
  });
  for await (const event of adapter.ask(definePrefix(base), { question: 'Q' })) if (event.type === 'text') break;
  await expect.poll(() => simulator.requests[0]?.aborted).toBe(true);

  const stop = new AbortController();
  const answer = ask(adapter, definePrefix(base), stop.signal);
  await expect.poll(() => simulator.requests.length).toBe(2);
  stop.abort(new Error('enough'));
  expect((await answer).error).toMatchObject({ message: 'enough' });
  await expect.poll(() => simulator.requests[1]?.aborted).toBe(true);
});

test.each([
  [{ client: {} as never }, 'anthropic: client is an object; it must be a client of the Anthropic SDK'],
  [{ client: new Anthropic({ apiKey: 'k' }), maxTokens: 0 }, 'anthropic: maxTokens is 0; it must be a whole number'],
])('bad options are refused by name', (options, message) => {
  expect(() => anthropic(options)).toThrow(message);
});

test('prefixes this API cannot render are refused by name', async () => {
  const { adapter } = await setup();
  await expect(adapter.warm(definePrefix({ ...base, ttl: '30m' }))).rejects.toThrow(
    "ttl is \"30m\"; it must be '5m' or '1h'",
  );
  const marked = definePrefix({
    ...base,
    system: [{ type: 'text', text: CONTEXT, cache_control: { type: 'ephemeral' } }],
  });
  await expect(adapter.warm(marked)).rejects.toThrow('cache_control is an object; it must be left out');
  await expect(adapter.warm({ ...definePrefix(base) })).rejects.toThrow('made by definePrefix');
});

test('counts that are no numbers are unknown, in a warm as in an answer', async () => {
  const usage = { input_tokens: '10', cache_read_input_tokens: '5', cache_creation_input_tokens: 7 };
  const client = { messages: { create: async () => ({ id: 'm', content: [], usage }) } };
  const { usage: told } = await anthropic({ client }).warm(definePrefix({ model: 'm', system: 'A document.' }));
  expect(told).toEqual({ prompt: null, cacheRead: null, cacheWrite: 7, output: null });
});
