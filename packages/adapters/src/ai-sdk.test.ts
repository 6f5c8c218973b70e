import { createAnthropic } from '@ai-sdk/anthropic';
import { definePrefix, type PrefixOptions } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect, openGateway } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { aiSdk, type AiSdkOptions } from './ai-sdk.js';
import { toUsage } from './ai-sdk/usage.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const base: PrefixOptions = { model: 'claude-sonnet-4-6', system: CONTEXT };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

type Provider = ReturnType<typeof createAnthropic>;
async function setup(
  options: (provider: Provider) => AiSdkOptions = (model) => ({ model }),
): Promise<{ adapter: ReturnType<typeof aiSdk>; bodies: () => Record<string, unknown>[] }> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request) });
  opened.push(gateway);
  const provider = createAnthropic({ baseURL: `${gateway.url}/v1`, apiKey: 'key' });
  const adapter = aiSdk({ maxTokens: 500, ...options(provider) });
  return { adapter, bodies: () => gateway.passed.map(({ body }) => JSON.parse(body)) };
}

test('a model is taken in a provider’s place, for prefixes of that model alone', async () => {
  const { adapter } = await setup((provider) => ({ model: provider('claude-sonnet-4-6') }));
  expect(await adapter.warm(definePrefix(base))).toMatchObject({ status: 'warmed', method: 'zero-tokens' });
  await expect(adapter.warm(definePrefix({ ...base, model: 'claude-opus-4-8' }))).rejects.toThrow(
    'prefix.model is "claude-opus-4-8"; it must be "claude-sonnet-4-6"',
  );
});

test('an hour, settings and a file go in the SDK’s own form', async () => {
  const { adapter, bodies } = await setup();
  const file = { type: 'file', mediaType: 'text/plain', data: 'SGVsbG8=' };
  const prefix = definePrefix({
    ...base,
    ttl: '1h',
    settings: { toolChoice: { type: 'auto' }, providerOptions: { anthropic: { sendReasoning: false } } },
    messages: [{ role: 'user', content: [file] }],
  });
  expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', ttlMs: 3_600_000 });
  expect(bodies()[0]).toMatchObject({
    messages: [{ content: [{ type: 'document', cache_control: { type: 'ephemeral', ttl: '1h' } }, { text: '.' }] }],
  });
});

test('breakpoints can be another provider’s', async () => {
  const { adapter, bodies } = await setup((model) => ({
    model,
    cacheControl: ({ ttl }) => ({ anthropic: { cacheControl: { type: 'ephemeral', ttl } } }),
  }));
  await adapter.warm(definePrefix(base));
  expect(bodies()[0]).toMatchObject({ system: [{ cache_control: { type: 'ephemeral', ttl: '5m' } }] });
});

test('thinking comes apart from the answer', async () => {
  const { adapter } = await setup();
  const settings = { providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens: 1_024 } } } };
  const prefix = definePrefix({ ...base, settings });
  const { events, error } = await collect(adapter.ask(prefix, { question: 'What is said of topic7?' }));
  expect(error).toBeUndefined();
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['start', 'reasoning', 'text', 'finish']));
});

describe('counts', () => {
  test('of version 6 by kind, of version 5 flat', () => {
    const usage = { prompt: 10, cacheRead: 8, cacheWrite: 1, output: 3 };
    expect(toUsage({ inputTokens: { total: 10, cacheRead: 8, cacheWrite: 1 }, outputTokens: { total: 3 } })).toEqual(
      usage,
    );
    const flat = { inputTokens: 10, outputTokens: 3, cachedInputTokens: 8 };
    expect(toUsage(flat, { anthropic: { cacheCreationInputTokens: 1 } })).toEqual(usage);
    expect(toUsage(flat)).toEqual({ ...usage, cacheWrite: null });
  });

  test('that a provider has filled in with 0 are unknown, those the backend has named are not', () => {
    const zero = { inputTokens: { total: 10, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 3 } };
    expect(toUsage({ ...zero, raw: { input_tokens: 10 } })).toMatchObject({ cacheRead: null, cacheWrite: null });
    const named = { cache_read_input_tokens: 0, cache_creation: { ephemeral_5m_input_tokens: 0 } };
    expect(toUsage({ ...zero, raw: named })).toMatchObject({ cacheRead: 0, cacheWrite: null });
    expect(toUsage({ ...zero, raw: { cache_creation_input_tokens: 0 } })).toMatchObject({ cacheWrite: 0 });
  });
});

test('bad options are refused by name', async () => {
  expect(() => aiSdk({ model: {} as never })).toThrow('aiSdk: model is an object');
  expect(() => aiSdk({ model: createAnthropic({ apiKey: 'k' }), maxTokens: -1 })).toThrow('aiSdk: maxTokens is -1');
  const { adapter } = await setup();
  await expect(adapter.warm(definePrefix({ ...base, ttl: '30m' }))).rejects.toThrow(
    'the two that anthropic.messages knows',
  );
});

test.each(['claude-sonnet-4-5', 'claude-sonnet-4-6', 'claude-opus-4-8', 'claude-sonnet-5'])(
  'without a limit the SDK asks for all that %s may answer, which is what the simulator takes',
  async (model) => {
    const { adapter, bodies } = await setup((provider) => ({ model: provider, maxTokens: undefined }));
    const { error } = await collect(adapter.ask(definePrefix({ ...base, model }), { question: 'Q' }));
    expect(error).toBeUndefined();
    expect(bodies()[0]).toMatchObject({ max_tokens: model === 'claude-sonnet-4-5' ? 64_000 : 128_000 });
  },
);
