import { useChat } from '@ai-sdk/react';
import { createUIMessageStream, createUIMessageStreamResponse, DefaultChatTransport, type UIMessageChunk } from 'ai';
import { speculativeAnswers } from '@forewarm/core/speculation';
import { type ReactNode, useState } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from '../testing/scriptedAdapter.js';
import { useForewarmMetrics } from '../useForewarmMetrics.js';
import { useSpeculativeCache } from '../useSpeculativeCache.js';
import { useWarmedTransport } from './useWarmedTransport.js';

const prefix = { id: 'docs' };

/** A user's chat on the AI SDK, with the two lines that warm it. */
function Chat({ fetch, ahead = false }: { fetch: typeof globalThis.fetch; ahead?: boolean }): ReactNode {
  const [text, setText] = useState('');
  const transport = useWarmedTransport({ transport: new DefaultChatTransport({ api: '/api/chat', fetch }), prefix });
  const { id: chatId, messages, sendMessage, status, stop, error } = useChat({ transport });
  const warm = useSpeculativeCache({ prefix, speculativeAnswers: ahead && transport.ahead(chatId, messages) });
  const { answered, asks } = useForewarmMetrics();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void sendMessage({ text });
      }}
    >
      <input
        {...warm.getInputProps({ 'aria-label': 'Message', value: text })}
        onChange={(e) => setText(e.target.value)}
      />
      <button type="button" onClick={() => void stop()}>
        Stop
      </button>
      {messages.map(({ id, role, parts }) => (
        <p key={id} data-testid={role}>
          {parts.map((part) => (part.type === 'text' ? part.text : '')).join('')}
        </p>
      ))}
      <output aria-label="chat">{`${status} ${error?.message ?? ''}`}</output>
      <output aria-label="warm">{warm.status}</output>
      <output aria-label="metrics">{`${answered.length} answered, ${asks.failed} failed, ${asks.stopped} stopped`}</output>
    </form>
  );
}

interface Call {
  readonly body: string;
  readonly signal: AbortSignal;
}

async function show(
  answer: (write: (chunk: UIMessageChunk) => void) => Promise<void> | void,
  ahead = false,
): Promise<{ adapter: ScriptedAdapter; calls: Call[] }> {
  const adapter = scriptedAdapter();
  const calls: Call[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    calls.push({ body: init?.body as string, signal: init!.signal! });
    const stream = createUIMessageStream({ execute: ({ writer }) => answer((chunk) => writer.write(chunk)) });
    return createUIMessageStreamResponse({ stream });
  };
  await render(
    <ForewarmProvider adapter={adapter} speculation={speculativeAnswers()}>
      <Chat fetch={fetch} ahead={ahead} />
    </ForewarmProvider>,
  );
  return { adapter, calls };
}

const yes = (write: (chunk: UIMessageChunk) => void): void => {
  write({ type: 'text-start', id: 't' });
  write({ type: 'text-delta', id: 't', delta: 'Yes.' });
  write({ type: 'text-end', id: 't' });
};
const output = (name: string): ReturnType<typeof page.getByLabelText> => page.getByLabelText(name, { exact: true });

test('the chat joins the warm, then sends what it would have sent', async () => {
  const { adapter, calls } = await show(yes);
  await output('Message').click();
  await userEvent.keyboard('Why?{Enter}');
  await expect.element(output('chat')).toHaveTextContent('submitted');
  expect(adapter.warms).toHaveLength(1);
  expect(calls).toHaveLength(0);

  adapter.warms[0]!.end();
  await expect.element(page.getByTestId('assistant')).toHaveTextContent('Yes.');
  await expect.element(output('chat')).toHaveTextContent('ready');
  expect(calls).toHaveLength(1);
  expect(JSON.parse(calls[0]!.body)).toMatchObject({ messages: [{ role: 'user', parts: [{ text: 'Why?' }] }] });
  await expect.element(output('metrics')).toHaveTextContent('1 answered, 0 failed, 0 stopped');
  await expect.element(output('warm')).toHaveTextContent('fresh');
});

test('a stop while the warm is waited for sends nothing', async () => {
  const { adapter, calls } = await show(yes);
  await output('Message').click();
  await userEvent.keyboard('Why?{Enter}');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.element(output('chat')).toHaveTextContent('ready');
  adapter.warms[0]!.end();
  await expect.element(output('warm')).toHaveTextContent('fresh');
  expect(calls).toHaveLength(0);
});

test('a stop in the middle ends the request', async () => {
  const { adapter, calls } = await show(async (write) => {
    write({ type: 'text-start', id: 't' });
    write({ type: 'text-delta', id: 't', delta: 'Well' });
    await new Promise(() => {});
  });
  await output('Message').click();
  adapter.warms[0]!.end();
  await userEvent.keyboard('Why?{Enter}');
  await expect.element(page.getByTestId('assistant')).toHaveTextContent('Well');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.element(output('chat')).toHaveTextContent('ready');
  expect(calls[0]!.signal.aborted).toBe(true);
  await expect.element(output('metrics')).toHaveTextContent('0 answered, 0 failed, 1 stopped');
});

test('an error of the backend is the chat’s own error', async () => {
  const { adapter } = await show((write) => write({ type: 'error', errorText: 'Overloaded.' }));
  await output('Message').click();
  adapter.warms[0]!.end();
  await userEvent.keyboard('Why?{Enter}');
  await expect.element(output('chat')).toHaveTextContent('error Overloaded.');
  await expect.element(output('metrics')).toHaveTextContent('0 answered, 1 failed, 0 stopped');
});

const QUESTION = 'How does it stay balanced?';
async function typed(adapter: ScriptedAdapter, calls: Call[]): Promise<void> {
  await output('Message').click();
  adapter.warms[0]!.end();
  await expect.element(output('warm')).toHaveTextContent('fresh');
  await output('Message').fill(QUESTION);
  await expect.poll(() => calls.length).toBe(1);
}

test('with ahead, the route answers the draft, and the chat has that answer when it is sent', async () => {
  const { adapter, calls } = await show(yes, true);
  await typed(adapter, calls);
  expect(page.getByTestId('assistant').elements()).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByTestId('assistant')).toHaveTextContent('Yes.');
  await expect.element(output('chat')).toHaveTextContent('ready');
  expect(calls.map(({ body }) => (JSON.parse(body) as { messages: unknown[] }).messages)).toMatchObject([
    [{ role: 'user', parts: [{ type: 'text', text: QUESTION }] }],
  ]);
  await expect.element(output('metrics')).toHaveTextContent('1 answered, 0 failed, 0 stopped');
});

test('with ahead, another draft ends the request, and what is sent is asked anew', async () => {
  const { adapter, calls } = await show(yes, true);
  await typed(adapter, calls);
  await userEvent.keyboard(' Why{Enter}');
  await expect.element(page.getByTestId('assistant')).toHaveTextContent('Yes.');
  expect(calls.length).toBe(2);
  expect(calls[0]!.signal.aborted).toBe(true);
});
