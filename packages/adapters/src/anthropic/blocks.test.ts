import Anthropic from '@anthropic-ai/sdk';
import { type Adapter, definePrefix, type Prefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { collect, type Gateway, type GatewayOptions, openGateway } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { anthropic, type AnthropicOptions } from '../anthropic.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const base: PrefixOptions = { model: 'claude-sonnet-4-6', system: CONTEXT };
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const opened: Gateway[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((gateway) => gateway.close()));
});

async function setup(
  options: Partial<AnthropicOptions> = {},
  simulate: SimulatorOptions = {},
  through: Partial<GatewayOptions> = {},
): Promise<{ adapter: Adapter<Prefix>; client: Anthropic; bodies: () => Record<string, unknown>[] }> {
  const simulator = createSimulator({ latency: 'none', ...simulate });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request), ...through });
  opened.push(gateway);
  const client = new Anthropic({ baseURL: gateway.url, apiKey: 'key', maxRetries: 0, timeout: 2_000 });
  const bodies = (): Record<string, unknown>[] => gateway.passed.map(({ body }) => JSON.parse(body));
  return { adapter: anthropic({ client, ...options }), client, bodies };
}

const ask = (adapter: Adapter<Prefix>, prefix: Prefix, expectHash?: string): ReturnType<typeof collect> =>
  collect(adapter.ask(prefix, { question: 'What is said of topic7?' }, { expectHash }));

describe('what a prefix may hold', () => {
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } };
  const document = {
    type: 'document',
    source: { type: 'text', media_type: 'text/plain', data: CONTEXT },
    title: 'The lines',
  };
  const withTool = {
    tools: [{ name: 'look_up', inputSchema: { type: 'object' } }],
    messages: [
      { role: 'user', content: 'Look.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look_up', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: CONTEXT }] },
    ],
  } satisfies Partial<PrefixOptions>;

  test.each<[string, Partial<PrefixOptions>]>([
    ['an image', { messages: [{ role: 'user', content: [image, { type: 'text', text: CONTEXT }] }] }],
    ['a document at its end', { messages: [{ role: 'user', content: [document] }] }],
    ['a tool’s call and its result', withTool],
  ])('%s, in the API’s own form, is warmed and hit', async (_kind, parts) => {
    const { adapter } = await setup();
    const prefix = definePrefix({ ...base, ...parts });
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed' });
    expect((await ask(adapter, prefix)).events.at(-1)).toMatchObject({ outcome: 'hit' });
  });

  test('thinking at its end carries no breakpoint: the block before does', async () => {
    const { adapter, bodies } = await setup();
    const thinking = { type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVkIGVsc2V3aGVyZQ==' };
    const content = [{ type: 'text' as const, text: CONTEXT }];
    const messages: PrefixOptions['messages'] = [
      { role: 'user', content },
      { role: 'assistant', content: [thinking] },
    ];
    expect(await adapter.warm(definePrefix({ model: base.model, messages }))).toMatchObject({ status: 'warmed' });
    expect(bodies()[0]).toMatchObject({
      messages: [{ content: [{ cache_control: { type: 'ephemeral' } }] }, { content: [thinking] }, {}],
    });
  });

  test('an hour is asked for and counted', async () => {
    const { adapter, bodies } = await setup();
    const prefix = definePrefix({ ...base, ttl: '1h' });
    expect(await adapter.warm(prefix)).toMatchObject({ ttlMs: 3_600_000 });
    expect(bodies()[0]).toMatchObject({ system: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }] });
    expect((await ask(adapter, prefix)).events.at(-1)).toMatchObject({ outcome: 'hit', ttlMs: 3_600_000 });
  });
});

test('thinking comes apart from the answer, and leaves room for it', async () => {
  const { adapter, bodies } = await setup({ maxTokens: 500 });
  const settings = { thinking: { type: 'enabled', budget_tokens: 2_048 } };
  const { events, text } = await ask(adapter, definePrefix({ ...base, settings }));
  const thought = events.map((event) => (event.type === 'reasoning' ? event.text : '')).join('');
  expect(thought).toContain('topic7');
  expect(text).not.toContain(thought);
  expect(events.findIndex(({ type }) => type === 'reasoning')).toBeLessThan(
    events.findIndex(({ type }) => type === 'text'),
  );
  expect(bodies()[0]).toMatchObject({ max_tokens: 2_548 });
});

describe('cache diagnostics', () => {
  test('are not asked for unless wanted', async () => {
    const { adapter, bodies } = await setup();
    await ask(adapter, definePrefix(base));
    expect(bodies()[0]).not.toHaveProperty('diagnostics');
  });

  test('say what has changed since the prefix that was expected', async () => {
    const headers: (string | null)[] = [];
    const simulator = createSimulator({ latency: 'none' });
    const { adapter, bodies } = await setup(
      { diagnostics: true },
      {},
      {
        upstream(request) {
          headers.push(request.headers.get('anthropic-beta'));
          return simulator.fetch(request);
        },
      },
    );
    const warmed = await adapter.warm(definePrefix(base));
    const expectHash = warmed.status === 'warmed' ? warmed.hash : '';
    const { events } = await ask(adapter, definePrefix({ ...base, system: `${CONTEXT}!` }), expectHash);
    expect(events[0]).toMatchObject({ drifted: true });
    expect(events.at(-1)).toMatchObject({ missReason: 'system_changed' });
    expect(headers).toEqual(['cache-diagnosis-2026-04-07', 'cache-diagnosis-2026-04-07']);
    expect(bodies()[0]).toMatchObject({ diagnostics: { previous_message_id: null } });
    expect(bodies()[1]).toMatchObject({ diagnostics: { previous_message_id: expect.stringMatching(/^msg_/) } });
  });

  test('say nothing where nothing has', async () => {
    const { adapter } = await setup({ diagnostics: true });
    const prefix = definePrefix(base);
    await adapter.warm(prefix);
    const { events } = await ask(adapter, prefix);
    expect(events.at(-1)).toMatchObject({ outcome: 'hit', missReason: undefined });
  });
});

test('what a backend refuses is remembered by its client, for every adapter over it', async () => {
  const { adapter, client, bodies } = await setup({}, { faults: ['refuse-zero'] });
  expect(await adapter.warm(definePrefix(base))).toMatchObject({ method: 'one-token' });
  const second = anthropic({ client });
  expect(await second.warm(definePrefix({ ...base, system: `${CONTEXT}!` }))).toMatchObject({ method: 'one-token' });
  expect(bodies().map(({ max_tokens: most }) => most)).toEqual([0, 1, 1]);
});

test('an event that is not JSON is an error of the backend, and what had come stays', async () => {
  const { adapter } = await setup({}, { faults: ['malformed; after=6'] });
  const { error, text } = await ask(adapter, definePrefix(base));
  expect(error).toMatchObject({ code: 'upstream' });
  expect(text).not.toBe('');
});
