import Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { block, MODEL, start, textOf } from '../../test/start.js';
import { knownModels } from '../index.js';

// The official SDK, unmodified, over real sockets.

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
const textIn = ({ content }: Anthropic.Message): string =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('');

describe('messages', () => {
  it('come in the order of events the API sends, with ids of its form', async () => {
    const { client } = await start();
    const events: Anthropic.RawMessageStreamEvent[] = [];
    for await (const event of await client.messages.create({ ...ask, stream: true })) events.push(event);
    const runs = events.map(({ type }) => type).filter((type, n, all) => type !== all[n - 1]);
    expect(runs).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events[0]).toMatchObject({
      message: {
        id: expect.stringMatching(/^msg_01\w{22}$/),
        content: [],
        stop_reason: null,
        usage: { output_tokens: 1 },
      },
    });
  });

  it('arrive alike through every way the SDK has of reading them', async () => {
    const { client } = await start();
    const whole = textIn(await client.messages.create(ask));
    expect(whole).toContain('The wombat sleeps in the cupboard.');
    const stream = client.messages.stream(ask);
    let heard = '';
    stream.on('text', (piece) => {
      heard += piece;
    });
    expect(await stream.finalText()).toBe(whole);
    expect(heard).toBe(whole);
    let iterated = '';
    for await (const event of client.messages.stream(ask)) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') iterated += event.delta.text;
    }
    expect(iterated).toBe(whole);
    const { data, request_id: id } = await client.messages.create(ask).withResponse();
    expect(textIn(data)).toBe(whole);
    expect(id).toMatch(/^req_01\w{22}$/);
    expect(textIn((await client.beta.messages.create(ask)) as Anthropic.Message)).toBe(whole);
  });

  it('honour max_tokens to the token', async () => {
    const { client } = await start();
    const all = textIn(await client.messages.create(ask));
    for (const max_tokens of [1, 7]) {
      const cut = await client.messages.create({ ...ask, max_tokens });
      expect(cut).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: max_tokens } });
      expect(textIn(cut)).toBe(all.slice(0, max_tokens * 4));
    }
  });

  it('end at the first stop sequence, and name it', async () => {
    const { client } = await start();
    const stopped = await client.messages
      .stream({ ...ask, stop_sequences: ['never', 'sleeps', 'cupboard'] })
      .finalMessage();
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'sleeps' });
    expect(textIn(stopped)).toMatch(/The wombat $/);
  });

  it('go on from a beginning of the answer where the model takes one', async () => {
    const { client } = await start();
    const begun = { ...ask, messages: [...ask.messages, { role: 'assistant' as const, content: 'It sleeps' }] };
    await client.messages.create({ ...begun, model: 'claude-opus-4-5' });
    await expect(client.messages.create(begun)).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringContaining('prefill'),
    });
  });

  it('fill the window and say so', async () => {
    const { client } = await start({ contextWindow: 600 });
    const full = await client.messages.create({ ...ask, system: textOf(580) });
    expect(full.stop_reason).toBe('model_context_window_exceeded');
    expect(full.usage.input_tokens + full.usage.output_tokens).toBe(600);
  });
});

describe('tools', () => {
  it('are called when the question names one, and the result is answered from', async () => {
    const { client } = await start();
    const question = { role: 'user' as const, content: 'What is the weather in Paris?' };
    const stream = client.messages.stream({ model: MODEL, max_tokens: 500, tools: [weather], messages: [question] });
    const inputs: unknown[] = [];
    stream.on('inputJson', (_, snapshot) => inputs.push(snapshot));
    const call = await stream.finalMessage();
    const [use] = call.content;
    expect(call.stop_reason).toBe('tool_use');
    expect(use).toMatchObject({
      type: 'tool_use',
      name: 'get_weather',
      id: expect.stringMatching(/^toolu_01\w{22}$/),
      input: { city: 'Paris', days: 2 },
    });
    expect(inputs.at(-1)).toEqual({ city: 'Paris', days: 2 });
    const result = {
      type: 'tool_result' as const,
      tool_use_id: use?.type === 'tool_use' ? use.id : '',
      content: 'The weather in Paris is mild.',
    };
    const answer = await client.messages.create({
      model: MODEL,
      max_tokens: 500,
      tools: [weather],
      messages: [question, { role: 'assistant', content: call.content }, { role: 'user', content: [result] }],
    });
    expect(answer.stop_reason).toBe('end_turn');
    expect(textIn(answer)).toContain('The weather in Paris is mild.');
  });

  it.each([
    ['auto', { type: 'auto' }, 'end_turn'],
    ['any', { type: 'any' }, 'tool_use'],
    ['tool', { type: 'tool', name: 'get_weather' }, 'tool_use'],
    ['none', { type: 'none' }, 'end_turn'],
  ] as const)('tool_choice %s', async (_, tool_choice, stop_reason) => {
    const { client } = await start();
    expect(await client.messages.create({ ...ask, tools: [weather], tool_choice })).toMatchObject({ stop_reason });
  });

  it('run in the tool runner of the SDK', async () => {
    const { client } = await start();
    const asked: unknown[] = [];
    const tool = betaZodTool({
      name: 'get_weather',
      description: 'The weather.',
      inputSchema: z.object({ city: z.string() }),
      run: (input) => {
        asked.push(input);
        return `It is mild in ${input.city}.`;
      },
    });
    const messages = [{ role: 'user' as const, content: 'What is the weather in Paris?' }];
    const last = await client.beta.messages.toolRunner({ model: MODEL, max_tokens: 500, tools: [tool], messages });
    expect(asked).toEqual([{ city: 'Paris' }]);
    expect(JSON.stringify(last.content)).toContain('It is mild in Paris.');
  });

  it('must be followed by their results', async () => {
    const { client } = await start();
    const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'get_weather', input: {} };
    const messages: Anthropic.MessageParam[] = [
      ...ask.messages,
      { role: 'assistant', content: [call] },
      { role: 'user', content: 'Well?' },
    ];
    await expect(client.messages.create({ ...ask, tools: [weather], messages })).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringContaining(
        '`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1',
      ),
    });
  });
});

describe('thinking', () => {
  const thinking = { type: 'enabled', budget_tokens: 1024 } as const;
  it('comes before the text, signed, counted, and is taken back unchanged only', async () => {
    const { client } = await start();
    const stream = client.messages.stream({ ...ask, max_tokens: 2000, thinking });
    let heard = '';
    stream.on('thinking', (piece) => {
      heard += piece;
    });
    const message = await stream.finalMessage();
    const [thought] = message.content;
    expect(thought).toMatchObject({ type: 'thinking', thinking: heard, signature: expect.stringMatching(/.{20}/) });
    expect(heard).toContain('wombat');
    const counted = message.usage.output_tokens_details?.thinking_tokens ?? 0;
    expect(counted).toBe(Math.ceil(heard.length / 4));
    expect(message.usage.output_tokens).toBeGreaterThan(counted);

    const next = (content: Anthropic.ContentBlockParam[]): Anthropic.MessageCreateParamsNonStreaming => ({
      ...ask,
      max_tokens: 2000,
      thinking,
      messages: [...ask.messages, { role: 'assistant', content }, { role: 'user', content: 'And?' }],
    });
    await client.messages.create(next(message.content));
    const forged = [
      { ...thought, thinking: 'Something else.' } as Anthropic.ThinkingBlockParam,
      ...message.content.slice(1),
    ];
    await expect(client.messages.create(next(forged))).rejects.toMatchObject({
      status: 400,
      apiMessage: 'messages.1.content.0: Invalid `signature` in `thinking` block',
    });
  });

  it('is kept back where the display omits it', async () => {
    const { client } = await start();
    const message = await client.messages
      .stream({ ...ask, thinking: { type: 'adaptive', display: 'omitted' } })
      .finalMessage();
    expect(message.content[0]).toMatchObject({
      type: 'thinking',
      thinking: '',
      signature: expect.stringMatching(/.{20}/),
    });
    expect(textIn(message)).toContain('cupboard');
  });
});

describe('structured output', () => {
  it('is parsed by messages.parse', async () => {
    const { client } = await start();
    const format = zodOutputFormat(
      z.object({ answer: z.string(), sure: z.boolean(), places: z.array(z.enum(['cupboard', 'bed'])) }),
    );
    const message = await client.messages.parse({ ...ask, output_config: { format } });
    expect(message.parsed_output).toEqual({
      answer: expect.stringContaining('wombat'),
      sure: true,
      places: ['cupboard'],
    });
  });
});

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

  it('lists models page by page, and retrieves one', async () => {
    const { client } = await start();
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 3 })) ids.push(model.id);
    expect(ids).toEqual(knownModels.map(({ id }) => id));
    const back = await client.models.list({ limit: 2, before_id: ids[4]! });
    expect(back.data.map(({ id }) => id)).toEqual(ids.slice(2, 4));
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
