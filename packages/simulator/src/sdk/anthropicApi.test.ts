import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, MODEL, start, textOf } from '../../test/start.js';
import { knownModels } from '../index.js';

const notes = `${textOf(500)}\n\nThe wombat sleeps in the cupboard.`;
const ask: Anthropic.MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 500,
  system: notes,
  messages: [{ role: 'user', content: 'Where does the wombat sleep?' }],
};
const weather: Anthropic.Tool = {
  name: 'get_weather',
  input_schema: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 2 } },
    required: ['city', 'days'],
  },
};
describe('the rest of the API', () => {
  it('counts tokens as usage does', async () => {
    const { client } = await start();
    const { model, system, messages } = ask;
    const { input_tokens: counted } = await client.messages.countTokens({
      model,
      system: system!,
      messages,
      tools: [weather],
    });
    const { usage } = await client.messages.create({ ...ask, tools: [weather], tool_choice: { type: 'none' } });
    expect(usage.input_tokens).toBe(counted);
  });

  it('lists models, and retrieves one', async () => {
    const { client } = await start();
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toEqual(knownModels.map(({ id }) => id));
    expect(await client.models.retrieve('claude-sonnet-4-5')).toMatchObject({
      display_name: 'Claude Sonnet 4.5',
      max_input_tokens: 200_000,
      type: 'model',
    });
    await expect(client.models.retrieve('gpt-4')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  const keys = { good: 'one', idle: { workspace: 'two', forbidden: true } };
  const refusals: [string, { apiKey?: string; model?: string; system?: string }, number, string][] = [
    ['an unknown key', { apiKey: 'bad' }, 401, 'authentication_error'],
    ['a key that may do nothing', { apiKey: 'idle' }, 403, 'permission_error'],
    ['an unknown model', { model: 'claude' }, 404, 'not_found_error'],
    ['a prompt too long', { system: textOf(2001) }, 400, 'invalid_request_error'],
  ];
  it.each(refusals)('refuses %s', async (_, { apiKey = 'good', ...fields }, status, type) => {
    const { client } = await start({ keys, contextWindow: 2000 });
    await expect(client.withOptions({ apiKey }).messages.create({ ...ask, ...fields })).rejects.toMatchObject({
      status,
      type,
    });
  });

  it('takes a bearer token for a key, and the workspace a request names', async () => {
    const { client, simulator } = await start({ keys });
    await client.withOptions({ apiKey: null, authToken: 'good' }).messages.create(ask);
    expect(simulator.requests[0]?.workspace).toBe('one');
    await expect(
      client.withOptions({ apiKey: 'good' }).messages.create({ ...ask, workspace_id: 'other' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('refuses what the version of 2026-10-21 has taken away', async () => {
    const { client } = await start();
    const document = {
      type: 'document' as const,
      source: { type: 'text' as const, media_type: 'text/plain' as const, data: 'x' },
    };
    const inAnswer = [
      ...ask.messages,
      { role: 'assistant', content: [document] },
      ...ask.messages,
    ] as Anthropic.MessageParam[];
    await expect(client.messages.create({ ...ask, messages: inAnswer })).rejects.toMatchObject({ status: 400 });
    const cited = { ...block('x'), citations: [{ type: 'char_location' }] } as unknown as Anthropic.TextBlockParam;
    await expect(
      client.messages.create({ ...ask, messages: [{ role: 'user', content: [cited] }] }),
    ).rejects.toMatchObject({ status: 400 });
  });
});
