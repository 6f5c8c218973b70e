import type Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
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
