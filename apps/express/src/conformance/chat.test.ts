import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAnthropic } from '@ai-sdk/anthropic';
import { Chat } from '@ai-sdk/react';
import { fromChatTransport, toChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import { ForewarmClient } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect } from '@forewarm/testing';
import { convertToModelMessages, DefaultChatTransport, streamText, type UIMessage } from 'ai';
import expressApp from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { openStack, type Stack } from './stack.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

describe('useChat over the handler', () => {
  /** The chat that `useChat` holds, without the component around it. */
  async function setup(situation = {}): Promise<{ chat: Chat<UIMessage>; stack: Stack }> {
    const stack = await openStack(situation);
    closers.push(stack.close);
    const cache = new ForewarmClient({ adapter: http({ url: stack.url }) });
    const prefix = stack.prefix({ system: CONTEXT });
    await cache.warm(prefix);
    return { stack, chat: new Chat<UIMessage>({ transport: toChatTransport({ client: cache, prefix }) }) };
  }
  const textOf = ({ messages }: Chat<UIMessage>): string =>
    (messages.at(-1)?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');

  test('asks, shows the answer, and goes on with the thread', async () => {
    const { chat, stack } = await setup();
    await chat.sendMessage({ text: 'What is said of topic7?' });
    expect(chat.status).toBe('ready');
    const first = textOf(chat);
    expect(first).toContain('topic7');
    await chat.sendMessage({ text: 'And of topic9?' });
    expect(textOf(chat)).toContain('topic9');
    const body = JSON.parse(stack.requests.at(-1)!.body) as {
      messages: { role: string; content: { text: string }[] }[];
    };
    expect(body.messages.map(({ role, content }) => [role, content[0]!.text])).toEqual([
      ['user', 'What is said of topic7?'],
      ['assistant', first],
      ['user', 'And of topic9?'],
    ]);
  });

  test('brings the kit’s figures as a part of the message', async () => {
    const { chat } = await setup();
    await chat.sendMessage({ text: 'What is said of topic7?' });
    const part = chat.messages.at(-1)?.parts.find(({ type }) => type === 'data-forewarm');
    expect(part).toMatchObject({ data: { outcome: 'hit', reason: 'stop' } });
  });

  test('regenerates on the same thread', async () => {
    const { chat, stack } = await setup();
    await chat.sendMessage({ text: 'What is said of topic7?' });
    await chat.regenerate();
    const [asked, again] = stack.requests.slice(-2).map(({ body }) => body);
    expect(again).toBe(asked);
  });

  test('sends its files as attachments, and again with the thread', async () => {
    const { chat, stack } = await setup();
    const image = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB';
    const text = `data:text/plain;base64,${Buffer.from('“Nöte”').toString('base64')}`;
    const files = [
      { type: 'file' as const, mediaType: 'image/png', filename: 'dot.png', url: image },
      { type: 'file' as const, mediaType: 'text/plain', filename: 'note.txt', url: text },
    ];
    await chat.sendMessage({ text: 'What is said of topic7?', files });
    expect(textOf(chat)).toContain('topic7');
    await chat.sendMessage({ text: 'And of topic9?' });
    const bodies = stack.requests
      .slice(-2)
      .map(({ body }) => JSON.parse(body) as { messages: { content: object[] }[] });
    for (const { messages } of bodies) {
      expect(messages[0]!.content).toMatchObject([
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: image.split(',')[1] } },
        { type: 'text', text: '<attachment name="note.txt">\n“Nöte”\n</attachment>' },
        { type: 'text', text: 'What is said of topic7?' },
      ]);
    }
  });

  test('stops, which closes the upstream', async () => {
    const { chat, stack } = await setup({ answer: ['Text. '], end: 'hold' });
    const sent = chat.sendMessage({ text: 'Q' });
    await expect.poll(() => textOf(chat)).toBe('Text. ');
    await chat.stop();
    await sent;
    await expect.poll(() => stack.requests.at(-1)!.closed).toBe(true);
    expect(textOf(chat)).toBe('Text. ');
  });

  test('shows an error as the chat’s', async () => {
    const { chat } = await setup({ refuse: { status: 529, words: 'Overloaded' } });
    await chat.sendMessage({ text: 'Q' });
    expect(chat.status).toBe('error');
    expect(chat.error?.message).toMatch(/overloaded/i);
  });
});

describe('the ask box over an existing AI SDK route', () => {
  /** A chat route as the AI SDK's guide has it, which knows nothing of the kit. */
  async function setup(): Promise<{ adapter: ReturnType<typeof fromChatTransport>; bodies: unknown[] }> {
    const simulator = createSimulator({ latency: 'none' });
    const upstream = await simulator.listen();
    const anthropic = createAnthropic({ baseURL: `${upstream.url}/v1`, apiKey: 'k' });
    const bodies: unknown[] = [];
    const app = expressApp().use(expressApp.json());
    app.post('/api/chat', async (req, res) => {
      bodies.push(req.body);
      const { messages } = req.body as { messages: UIMessage[] };
      const model = anthropic('claude-sonnet-4-6');
      const result = streamText({
        model,
        system: CONTEXT,
        messages: await convertToModelMessages(messages),
        maxOutputTokens: 4096,
      });
      await result.pipeUIMessageStreamToResponse(res);
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
      return upstream.close();
    });
    const { port } = server.address() as AddressInfo;
    const transport = new DefaultChatTransport({ api: `http://127.0.0.1:${port}/api/chat` });
    return { adapter: fromChatTransport({ transport }), bodies };
  }

  test('asks with the thread, and gives the text with figures that are unknown', async () => {
    const { adapter, bodies } = await setup();
    const thread = [{ question: 'What is said of topic7?', answer: 'Much.' }];
    const { events, text, error } = await collect(
      adapter.ask({ id: 'doc', params: { n: 1 }, thread }, { question: 'And of topic9?' }),
    );
    expect(error).toBeUndefined();
    expect(text).toContain('topic9');
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', outcome: 'unknown' });
    expect(bodies[0]).toMatchObject({
      prefix: { id: 'doc', params: { n: 1 } },
      messages: [
        { role: 'user', parts: [{ text: 'What is said of topic7?' }] },
        { role: 'assistant', parts: [{ text: 'Much.' }] },
        { role: 'user', parts: [{ text: 'And of topic9?' }] },
      ],
    });
  });

  test('warms nothing, and says so, where it is given no way to', async () => {
    const { adapter, bodies } = await setup();
    const cache = new ForewarmClient({ adapter });
    expect(await cache.warm({ id: 'doc' })).toMatchObject({ status: 'skipped', reason: 'unsupported' });
    expect(bodies).toEqual([]);
  });
});
