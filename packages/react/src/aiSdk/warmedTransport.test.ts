import { ForewarmClient } from '@forewarm/core';
import { speculativeAnswers } from '@forewarm/core/speculation';
import type { UIMessage, UIMessageChunk } from 'ai';
import { expect, onTestFinished, test } from 'vitest';
import { scriptedAdapter } from '../testing/scriptedAdapter.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import { warmedTransport } from './warmedTransport.js';

const prefix = { id: 'docs' };
const message = (text: string): UIMessage => ({ id: text, role: 'user', parts: [{ type: 'text', text }] });

/** A chat's route on a warm prefix; `say` has its nth request say something. */
async function chat() {
  const adapter = scriptedAdapter();
  const client = new ForewarmClient<AnyPrefix>({ adapter, speculation: speculativeAnswers() });
  onTestFinished(() => client.dispose());
  const warm = client.warm(prefix);
  adapter.warms[0]!.end();
  await warm;
  const requests: ReadableStreamDefaultController<UIMessageChunk>[] = [];
  const sendMessages = async (): Promise<ReadableStream<UIMessageChunk>> =>
    new ReadableStream({ start: (controller) => void requests.push(controller) });
  const inner = { sendMessages, reconnectToStream: async () => null };
  const transport = warmedTransport(() => ({ client, prefix, transport: inner }));
  const say = (request: number, ...chunks: UIMessageChunk[]): void => {
    for (const chunk of chunks) requests[request]!.enqueue(chunk);
  };
  const begin = (question: string): void => {
    client.speculate(prefix, { question }, { box: {}, ...transport.ahead('chat', [])(question) });
  };
  const send = async (question: string): Promise<UIMessageChunk[]> => {
    const sent = { chatId: 'chat', messages: [message(question)], messageId: undefined, abortSignal: undefined };
    const chunks: UIMessageChunk[] = [];
    const stream = await transport.sendMessages({ trigger: 'submit-message', ...sent });
    for await (const chunk of stream as unknown as AsyncIterable<UIMessageChunk>) chunks.push(chunk);
    return chunks;
  };
  return { requests, say, begin, send };
}

const answer = (delta: string): UIMessageChunk[] => [
  { type: 'start', messageId: delta },
  { type: 'text-start', id: 't' },
  { type: 'text-delta', id: 't', delta },
  { type: 'text-end', id: 't' },
  { type: 'finish' },
];
const soon = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 10));

test('with two drafts, a chat gets the answer to the one it sends', async () => {
  const { say, begin, send } = await chat();
  begin('First?');
  begin('Second?');
  await soon();
  say(0, ...answer('One.'));
  say(1, ...answer('Two.'));
  await soon();
  expect(await send('First?')).toEqual(answer('One.'));
});

test('of an answer that was begun and one that is asked beside it, a chat gets one, unmixed', async () => {
  const { requests, say, begin, send } = await chat();
  begin('Why?');
  const sent = send('Why?');
  await expect.poll(() => requests.length).toBe(2);
  say(1, { type: 'start', messageId: 'asked' }, { type: 'start-step' });
  await soon();
  say(0, ...answer('Because.'));
  expect(await sent).toEqual(answer('Because.'));
});

test('the one asked beside it speaks first: the chat gets all of that', async () => {
  const { requests, say, begin, send } = await chat();
  begin('Why?');
  const sent = send('Why?');
  await expect.poll(() => requests.length).toBe(2);
  say(1, ...answer('Because.'));
  requests[1]!.close();
  expect(await sent).toEqual(answer('Because.'));
});
