import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { start, textOf } from '../../test/start.js';
import type { SimulatorOptions } from '../index.js';

const notes = `${textOf(2000)}\n\nThe wombat sleeps in the cupboard.`;
const question = 'Where does the wombat sleep?';
const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

async function connect(options: SimulatorOptions = {}): Promise<OpenAI> {
  const { url } = await start(options);
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'test', maxRetries: 0, timeout: 5_000 });
}

describe('responses', () => {
  const ask = { model: 'gpt-5', instructions: notes, input: question };

  it('are the same streamed and not', async () => {
    const client = await connect();
    const whole = await client.responses.create(ask);
    expect(whole.output_text).toContain('The wombat sleeps in the cupboard.');
    const stream = client.responses.stream(ask);
    const types: string[] = [];
    let heard = '';
    for await (const event of stream) {
      if (event.type !== types.at(-1)) types.push(event.type);
      if (event.type === 'response.output_text.delta') heard += event.delta;
    }
    const final = await stream.finalResponse();
    expect(heard).toBe(whole.output_text);
    expect(final).toMatchObject({
      status: 'completed',
      output_text: whole.output_text,
      output: [{ type: 'message', status: 'completed' }],
    });
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });

  it('report what was read from the cache, and are incomplete when cut', async () => {
    const client = await connect();
    await client.responses.create(ask);
    const cut = await client.responses.stream({ ...ask, max_output_tokens: 16 }).finalResponse();
    expect(cut).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { output_tokens: 16 },
    });
    expect(cut.usage?.input_tokens_details.cached_tokens).toBeGreaterThan(1900);
  });

  it('call functions, and answer from what they give', async () => {
    const client = await connect();
    const tools = [{ type: 'function' as const, name: 'get_weather', strict: true, parameters }];
    const input = [{ role: 'user' as const, content: 'What is the weather in Paris?' }];
    const { output } = await client.responses.stream({ model: 'gpt-5', input, tools }).finalResponse();
    const [call] = output;
    expect(call).toMatchObject({ type: 'function_call', name: 'get_weather', parsed_arguments: { city: 'Paris' } });
    const callId = call?.type === 'function_call' ? call.call_id : '';
    const next = await client.responses.create({
      model: 'gpt-5',
      tools,
      input: [
        ...input,
        { type: 'function_call', call_id: callId, name: 'get_weather', arguments: '{"city":"Paris"}' },
        { type: 'function_call_output', call_id: callId, output: 'The weather in Paris is mild.' },
      ],
    });
    expect(next.output_text).toContain('The weather in Paris is mild.');
  });

  it('fit a schema', async () => {
    const client = await connect();
    const schema = {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    };
    const { output_text: text } = await client.responses.create({
      ...ask,
      text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
    });
    expect(JSON.parse(text)).toEqual({ answer: expect.stringContaining('wombat') });
  });

  const refusals: [string, object, number, string, string | null][] = [
    ['an unknown parameter', { foo: 1 }, 400, 'unknown_parameter', 'foo'],
    ['no input', { input: undefined }, 400, 'missing_required_parameter', 'input'],
    [
      'an earlier response, since none is kept',
      { previous_response_id: 'resp_1' },
      400,
      'previous_response_not_found',
      'previous_response_id',
    ],
    ['too long a prompt', { instructions: textOf(6000) }, 400, 'context_length_exceeded', 'input'],
  ];
  it.each(refusals)('refuse %s', async (_, fields, status, code, param) => {
    const client = await connect({ contextWindow: 5000 });
    await expect(client.responses.create({ ...ask, ...fields })).rejects.toMatchObject({
      status,
      code,
      param,
      type: 'invalid_request_error',
    });
  });

  it('refuse an unknown key, and carry the id of the request', async () => {
    const client = await connect({ keys: { good: 'one' } });
    await expect(client.responses.create(ask)).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
      requestID: expect.stringMatching(/^req_/),
    });
  });
});

describe('chat completions', () => {
  const messages = [
    { role: 'system' as const, content: notes },
    { role: 'user' as const, content: question },
  ];

  it('are the same streamed and not, with usage when it is asked for', async () => {
    const client = await connect();
    const whole = await client.chat.completions.create({ model: 'qwen3', messages });
    expect(whole.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: expect.stringContaining('in the cupboard.') },
    });
    expect(whole.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
    const stream = await client.chat.completions.create({
      model: 'qwen3',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let heard = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      heard += chunk.choices[0]?.delta.content ?? '';
      usage ??= chunk.usage;
    }
    expect(heard).toBe(whole.choices[0]?.message.content);
    expect(usage).toMatchObject({
      prompt_tokens: whole.usage?.prompt_tokens,
      completion_tokens: whole.usage?.completion_tokens,
    });
    expect(usage?.prompt_tokens_details?.cached_tokens).toBe(Math.floor(((usage?.prompt_tokens ?? 0) - 3) / 16) * 16);
  });

  it('stop where they are told to', async () => {
    const client = await connect();
    const cut = await client.chat.completions.create({ model: 'qwen3', messages, max_completion_tokens: 3 });
    expect(cut).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 3 } });
    const stopped = await client.chat.completions.create({ model: 'qwen3', messages, stop: 'sleeps' });
    expect(stopped.choices[0]?.message.content).toMatch(/The wombat $/);
  });

  it('call functions, streamed too', async () => {
    const client = await connect();
    const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }];
    const stream = client.chat.completions.stream({
      model: 'qwen3',
      tools,
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }] },
    });
  });

  it('list the models', async () => {
    const client = await connect();
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toContain('claude-sonnet-5');
    expect((await client.models.retrieve('claude-sonnet-5')).object).toBe('model');
  });
});
