import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, cached, MODEL, start, textOf, PATIENTLY } from '../../test/start.js';
import { createSimulator, fakeClock } from '../index.js';

// Each test is a row of the facts page prompt-caching.md.

const system = [block(textOf(3000), '5m')];
const warm: Anthropic.MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 0,
  system,
  messages: [{ role: 'user', content: '.' }],
};
const ask = { ...warm, max_tokens: 100, messages: [{ role: 'user' as const, content: 'What is a line about?' }] };
const tools = [{ name: 'look', input_schema: { type: 'object' as const } }];

describe('Concurrency', () => {
  it('an entry can be read once the first response has begun: N together all pay, one after the first token does not', async () => {
    const clock = fakeClock();
    const simulator = createSimulator({
      clock,
      latency: { baseMs: 1000, prefillMsPerToken: 0, decodeMsPerToken: 100 },
    });
    const send = (stream: boolean): Promise<Response> =>
      simulator.fetch('http://simulator/v1/messages', {
        method: 'POST',
        headers: { 'anthropic-version': '2026-10-21' },
        body: JSON.stringify({ ...ask, stream }),
      });
    const together = [send(true), send(true), send(false)];
    await clock.advance(999);
    const justBefore = send(false);
    await clock.advance(1);
    const after = send(false);
    await clock.advance(60_000);
    await Promise.all([...together, justBefore, after]);
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'miss', 'miss', 'miss', 'hit']);
  });

  it('what is aborted before its first token leaves nothing', async () => {
    const clock = fakeClock();
    const { client, simulator } = await start({ clock, latency: 'cookbook' });
    const gone = new AbortController();
    const aborted = client.messages.create(warm, { signal: gone.signal });
    const noticed = aborted.catch((error: unknown) => error);
    await expect.poll(() => simulator.requests[0]?.outcome, PATIENTLY).toBe('miss');
    gone.abort();
    expect(await noticed).toBeInstanceOf(Anthropic.APIUserAbortError);
    await expect.poll(() => simulator.requests[0]?.aborted, PATIENTLY).toBe(true);
    await clock.advance(60_000);
    expect(simulator.entries()).toEqual([]);
  });
});

describe('Isolation', () => {
  it('is per workspace: by key, and two keys of one workspace share', async () => {
    const keys = { 'sk-a': 'one', 'sk-b': 'one', 'sk-c': 'two' };
    const { client, simulator } = await start({ keys });
    for (const apiKey of Object.keys(keys)) await client.withOptions({ apiKey }).messages.create(warm);
    expect(simulator.requests.map(({ workspace, outcome }) => [workspace, outcome])).toEqual([
      ['one', 'miss'],
      ['one', 'hit'],
      ['two', 'miss'],
    ]);
  });

  it('keeps keys apart that are not configured, and never shows them', async () => {
    const { client, simulator } = await start();
    await client.withOptions({ apiKey: 'sk-secret-1' }).messages.create(warm);
    await client.withOptions({ apiKey: 'sk-secret-2' }).messages.create(warm);
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'miss']);
    expect(JSON.stringify([simulator.requests, simulator.entries()])).not.toContain('secret');
  });
});

describe('Pre-warm', () => {
  it('max_tokens: 0 prefills, writes, and returns no content, max_tokens, a filled usage and no output', async () => {
    const { client } = await start();
    const message = await client.messages.create(warm);
    expect(message).toMatchObject({
      content: [],
      stop_reason: 'max_tokens',
      stop_sequence: null,
      usage: { output_tokens: 0 },
    });
    expect(cached(message.usage)).toEqual({ read: 0, write5m: 3000, write1h: 0, rest: 6 });
    expect(cached((await client.messages.create(ask)).usage)).toMatchObject({ read: 3000, write5m: 0 });
  });

  it.each(['', ' ', '\n'])('needs a placeholder that is not blank: not %j', async (content) => {
    const { client } = await start();
    await expect(client.messages.create({ ...warm, messages: [{ role: 'user', content }] })).rejects.toMatchObject({
      status: 400,
    });
    await expect(client.messages.create({ ...warm, messages: [] })).rejects.toMatchObject({ status: 400 });
  });

  it('takes as long as the prefill', async () => {
    const clock = fakeClock();
    const { client, simulator } = await start({ clock, latency: 'cookbook' });
    const answer = client.messages.create({ ...warm, system: [block(textOf(151_629), '5m')] });
    await expect.poll(() => simulator.requests[0]?.outcome, PATIENTLY).toBe('miss');
    await clock.advance(60_000);
    await answer;
    const { startedAt = 0, endedAt = 0 } = simulator.requests[0] ?? {};
    expect((endedAt - startedAt) / 1000).toBeCloseTo(20.87, 1);
  });
});

describe('Pre-warm is refused with', () => {
  const refused: [string, object][] = [
    ['stream: true', { stream: true }],
    ["thinking.type: 'enabled'", { thinking: { type: 'enabled', budget_tokens: 1024 } }],
    ['output_config.format', { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }],
    ["tool_choice of type 'tool'", { tools, tool_choice: { type: 'tool', name: 'look' } }],
    ["tool_choice of type 'any'", { tools, tool_choice: { type: 'any' } }],
  ];
  it.each(refused)('%s', async (_, fields) => {
    const { client } = await start();
    const request = { ...warm, ...fields } as Anthropic.MessageCreateParams;
    await expect(client.messages.create(request)).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' });
    await client.messages.create({ ...request, max_tokens: 2000 });
  });

  it('and by some gateways always, with an error of their own', async () => {
    const { client } = await start({ faults: ['refuse-zero'] });
    await expect(client.messages.create(warm)).rejects.toBeInstanceOf(Anthropic.UnprocessableEntityError);
    expect((await client.messages.create({ ...warm, max_tokens: 1 })).usage.output_tokens).toBe(1);
  });
});

describe('Older way', () => {
  it('one token, not streamed, writes the same entry', async () => {
    const { client } = await start();
    const message = await client.messages.create({ ...warm, max_tokens: 1 });
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 1 } });
    expect(cached((await client.messages.create(warm)).usage)).toMatchObject({ read: 3000, write5m: 0 });
  });
});

describe('Usage', () => {
  it('input_tokens is the remainder; the three sum up to the prompt, and cache_creation splits the write', async () => {
    const { client } = await start();
    const both = { ...ask, system: [block(textOf(2000), '1h'), block(textOf(1500, 'more'), '5m')] };
    const { usage } = await client.messages.create(both);
    const { input_tokens: whole } = await client.messages.countTokens({
      model: MODEL,
      system: both.system,
      messages: both.messages,
    });
    expect(usage).toMatchObject({
      cache_creation_input_tokens: 3500,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_1h_input_tokens: 2000, ephemeral_5m_input_tokens: 1500 },
    });
    expect(usage.input_tokens).toBe(whole - 3500);
  });

  it.each([
    ['read-only', { cache_read_input_tokens: 3000 }, ['cache_creation_input_tokens', 'cache_creation']],
    ['none', {}, ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation']],
  ] as const)('what is not reported is absent, not zero: %s', async (reportCache, reported, absent) => {
    const { client } = await start({ reportCache });
    await client.messages.create(warm);
    const { usage } = await client.messages.create(ask);
    expect(usage).toMatchObject(reported);
    for (const name of absent) expect(usage).not.toHaveProperty(name);
    const streamed = await client.messages.stream(ask).finalMessage();
    for (const name of absent) expect(streamed.usage).not.toHaveProperty(name);
  });
});
