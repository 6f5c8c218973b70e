import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, cached, MODEL, start, textOf } from '../../test/start.js';
import { fakeClock } from '../index.js';

// Each test is a row of the facts page prompt-caching.md.

type Body = Anthropic.MessageCreateParamsNonStreaming;
const tools: Anthropic.Tool[] = [
  {
    name: 'look',
    description: textOf(1200, 'tool'),
    input_schema: { type: 'object' },
    cache_control: { type: 'ephemeral' },
  },
];
const document = block(textOf(1200, 'chat'), '5m');
const question = block('What is a line about?');
const body: Body = {
  model: MODEL,
  max_tokens: 2000,
  tools,
  system: [block(textOf(1200), '5m')],
  messages: [{ role: 'user', content: [document, question] }],
};
const image: Anthropic.ImageBlockParam = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
};
const withContent = (...content: Anthropic.ContentBlockParam[]): Partial<Body> => ({
  messages: [{ role: 'user', content }],
});

/** The tiers read after a change, with a breakpoint at each tier's end. */
async function tiersRead(change: Partial<Body>, options: Parameters<typeof start>[0] = {}): Promise<string> {
  const { client } = await start(options);
  const { usage: first } = await client.messages.create(body);
  const ends = [0, ...(await tierEnds(client))];
  expect(cached(first).write5m).toBe(ends[3]);
  const { read } = cached((await client.messages.create({ ...body, ...change })).usage);
  return ['none', 'tools', 'system', 'messages'][ends.indexOf(read)] ?? `${read} of ${ends.join(', ')}`;
}

async function tierEnds(client: Anthropic): Promise<number[]> {
  const { usage } = await client
    .withOptions({ apiKey: 'another' })
    .messages.create({ ...body, ...withContent(question) });
  const upToSystem = cached(usage).write5m;
  return [upToSystem - 1200, upToSystem, upToSystem + 1200 + 2];
}

describe('What else moves the key', () => {
  const changes: [string, string, Partial<Body>][] = [
    ['nothing', 'messages', {}],
    ['the question', 'messages', withContent(document, block('And what else?'))],
    ['max_tokens and stop sequences', 'messages', { max_tokens: 7, stop_sequences: ['never'] }],
    ['metadata', 'messages', { metadata: { user_id: 'me' } }],
    ['tool_choice', 'system', { tool_choice: { type: 'any' } }],
    ['tool_choice to its default', 'messages', { tool_choice: { type: 'auto' } }],
    ['an image, even after the breakpoint', 'system', withContent(document, image, question)],
    ['thinking', 'system', { thinking: { type: 'enabled', budget_tokens: 1024 } }],
    ['thinking to its default', 'messages', { thinking: { type: 'disabled' } }],
    ['effort', 'system', { output_config: { effort: 'low' } }],
    ['effort to its default', 'messages', { output_config: { effort: 'high' } }],
    ['speed', 'tools', { speed: 'fast' }],
    ['the output format', 'tools', { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }],
    ['the system prompt', 'tools', { system: [block(`${textOf(1200)}!`, '5m')] }],
    ['a tool', 'none', { tools: [{ ...tools[0]!, name: 'see' }] }],
    ['the model', 'none', { model: 'claude-opus-4-8' }],
  ];
  it.each(changes)('%s: what is read reaches to %s', async (_, reached, change) => {
    expect(await tiersRead(change)).toBe(reached);
  });

  it('thinking moves everything on a model where it is configured to', async () => {
    const models = [
      { id: MODEL, minCacheTokens: 1024, contextWindow: 200_000, maxOutput: 64_000, reasoningMoves: 'tools' as const },
    ];
    expect(await tiersRead({ thinking: { type: 'enabled', budget_tokens: 1024 } }, { models })).toBe('none');
  });

  it('web search moves the system prompt, not the tools before it (caching guide, "What invalidates the cache")', async () => {
    expect(await tiersRead({ tools: [...tools, { type: 'web_search_20250305', name: 'web_search' }] })).toBe('tools');
  });

  it('citations move the system prompt (caching guide)', async () => {
    const cited: Anthropic.DocumentBlockParam = {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'Something.' },
      citations: { enabled: true },
    };
    expect(await tiersRead(withContent(document, cited, question))).toBe('tools');
  });
});

describe('Diagnosis', () => {
  const betas = { headers: { 'anthropic-beta': 'cache-diagnosis-2026-04-07' } };
  const first: Body = { ...body, diagnostics: { previous_message_id: null } };
  const changes: [string, Partial<Body>, string | null][] = [
    [
      'the next turn',
      { messages: [...body.messages, { role: 'assistant', content: 'This.' }, { role: 'user', content: 'And?' }] },
      null,
    ],
    ['the model', { model: 'claude-opus-4-8' }, 'model_changed'],
    ['the tools', { tools: [] }, 'tools_changed'],
    ['the system prompt', { system: 'Another.' }, 'system_changed'],
    ['an earlier message', withContent(block('Another.'), question), 'messages_changed'],
    ['another setting', { tool_choice: { type: 'any' } }, 'unavailable'],
  ];
  it.each(changes)('after a change of %s', async (_, change, reason) => {
    const { client } = await start();
    const { id, diagnostics } = await client.messages.create(first, betas);
    expect(diagnostics).toBeNull();
    const next = { ...body, ...change, diagnostics: { previous_message_id: id } };
    const whole = await client.messages.create(next, betas);
    const streamed = await client.messages.stream(next, betas).finalMessage();
    for (const { diagnostics: found } of [whole, streamed]) expect(found?.cache_miss_reason?.type ?? null).toBe(reason);
    const counted = ['model_changed', 'tools_changed', 'system_changed', 'messages_changed'].includes(reason ?? '');
    expect('cache_missed_input_tokens' in (whole.diagnostics?.cache_miss_reason ?? {})).toBe(counted);
  });

  it('previous_message_not_found for a request that did not opt in, or of another workspace', async () => {
    const { client } = await start();
    const silent = await client.messages.create(body);
    const spoken = await client.messages.create(first);
    const askAbout = (id: string, apiKey = 'test'): Promise<Anthropic.Message> =>
      client.withOptions({ apiKey }).messages.create({ ...body, diagnostics: { previous_message_id: id } });
    const notFound = { cache_miss_reason: { type: 'previous_message_not_found' } };
    expect((await askAbout(silent.id)).diagnostics).toEqual(notFound);
    expect((await askAbout(spoken.id, 'another')).diagnostics).toEqual(notFound);
    expect((await askAbout(spoken.id)).diagnostics).toBeNull();
  });
});

describe('Rate limits', () => {
  it('cache reads do not count toward input tokens per minute, writes do; a 429 carries retry-after', async () => {
    const clock = fakeClock();
    const { client } = await start({ clock, limits: { inputTokensPerMinute: 5000 } });
    const { usage } = await client.messages.create(body);
    const written = cached(usage).write5m + cached(usage).rest;
    const { response } = await client.messages.create(body).withResponse();
    expect(response.headers.get('anthropic-ratelimit-input-tokens-remaining')).toBe(
      String(5000 - written - cached(usage).rest),
    );
    const other = { ...body, system: [block(textOf(3000, 'other'), '5m')] };
    await expect(client.messages.create(other)).rejects.toMatchObject({ status: 429, type: 'rate_limit_error' });
    const refusal = await client.messages
      .create(other)
      .catch((error: { headers?: Headers }) => error.headers?.get('retry-after'));
    await clock.advance(Number(refusal) * 1000);
    await client.messages.create(other);
  });
});

describe('Sampling', () => {
  const temperature = { temperature: 0 };
  const older = { headers: { 'anthropic-version': '2023-06-01' } };
  it.each(['claude-opus-4-7', 'claude-sonnet-5'])('%s refuses another temperature than the default', async (model) => {
    const { client } = await start();
    await expect(client.messages.create({ ...body, model, ...temperature } as Body, older)).rejects.toMatchObject({
      status: 400,
    });
    await client.messages.create({ ...body, model, temperature: 1 } as Body, older);
  });

  it("the cookbook's temperature: 0 is right for older models, in the older version of the API only", async () => {
    const { client } = await start();
    await client.messages.create({ ...body, ...temperature } as Body, older);
    await expect(client.messages.create({ ...body, ...temperature } as Body)).rejects.toMatchObject({
      status: 400,
      apiMessage: 'temperature: Extra inputs are not permitted',
    });
  });

  it('newer models think adaptively unless told otherwise, which is part of the key', async () => {
    const { client } = await start();
    const newer: Body = { ...body, model: 'claude-opus-4-8' };
    const whole = cached((await client.messages.create(newer)).usage).write5m;
    expect(cached((await client.messages.create({ ...newer, thinking: { type: 'adaptive' } })).usage).read).toBe(whole);
    expect(
      cached((await client.messages.create({ ...newer, thinking: { type: 'disabled' } })).usage).read,
    ).toBeLessThan(whole);
  });
});
