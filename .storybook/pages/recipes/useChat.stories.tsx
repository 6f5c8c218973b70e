import { useChat } from '@ai-sdk/react';
import { http } from '@forewarm/adapters/http';
import { ForewarmProvider, useSpeculativeCache } from '@forewarm/react';
import { useWarmedTransport } from '@forewarm/react/ai-sdk';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { DefaultChatTransport } from 'ai';
import { type ReactNode, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { createServerSide } from '../../backend.js';

/** A chat that was there before, on the AI SDK's own `useChat`: two hooks warm it and let it join the warm. Its look and its messages stay its own. */
const meta = { title: 'Recipes/An existing useChat' } satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

const prefix = { id: 'docs' };

function Chat({ fetch }: { fetch: typeof globalThis.fetch }): ReactNode {
  const [text, setText] = useState('');
  const { status: warmth, getInputProps } = useSpeculativeCache({ prefix });
  const transport = useWarmedTransport({
    prefix,
    transport: new DefaultChatTransport({ api: 'http://handler/ask', fetch, body: { prefix } }),
  });
  const { messages, sendMessage, status } = useChat({ transport });
  return (
    <form
      style={{ display: 'grid', gap: 12, font: '1rem/1.5 system-ui' }}
      onSubmit={(event) => {
        event.preventDefault();
        void sendMessage({ text });
        setText('');
      }}
    >
      {messages.map(({ id, role, parts }) => (
        <div key={id} style={{ whiteSpace: 'pre-wrap' }}>
          <b>{role === 'user' ? 'You' : 'Answer'}: </b>
          {parts.map((part) => (part.type === 'text' ? part.text : '')).join('')}
        </div>
      ))}
      <label>
        Message{' '}
        <input
          {...getInputProps({ style: { inlineSize: '100%', minBlockSize: 44, boxSizing: 'border-box' } as const })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p>
        The chat is {status}, its prefix {warmth}.
      </p>
    </form>
  );
}

function App(): ReactNode {
  const [server] = useState(() => {
    const handler = createServerSide({ timeScale: 0.05 });
    return (request: Request | string | URL, init?: RequestInit) => handler(new Request(request, init));
  });
  const [adapter] = useState(() => http({ url: 'http://handler', fetch: server }));
  return (
    <ForewarmProvider adapter={adapter}>
      <Chat fetch={server} />
    </ForewarmProvider>
  );
}

export const UseChat: Story = {
  name: 'useChat',
  render: () => <App />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const answers of [1, 2]) {
      await userEvent.type(canvas.getByRole('textbox'), 'What of page 12?{Enter}');
      await waitFor(() => expect(canvas.getAllByText('Answer:')).toHaveLength(answers), { timeout: 10_000 });
      await waitFor(() => expect(canvas.getByText(/The chat is ready/)).toBeVisible(), { timeout: 10_000 });
    }
    await expect(canvas.getByText(/its prefix fresh\./)).toBeVisible();
  },
};
