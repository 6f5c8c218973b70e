import type Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { MODEL, start, textOf } from '../../test/start.js';

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
