import { Chat, useChat } from '@ai-sdk/react';
import { fromChatTransport, toChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import type { Adapter, PrefixRef } from '@forewarm/core';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import { useWarmedTransport } from '@forewarm/react/ai-sdk';
import { renderMarkdown } from '@forewarm/react/markdown';
import { DefaultChatTransport } from 'ai';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

const prefix = { id: 'docs' };
const adapter = http({ url: '/forewarm' });
const chatRoute = (): DefaultChatTransport<never> =>
  new DefaultChatTransport({ api: '/forewarm/ask', body: { prefix } });

async function read(asked: Adapter<PrefixRef>): Promise<string> {
  let text = '';
  for await (const event of asked.ask(prefix, { question: 'Why?' })) if (event.type === 'text') text += event.text;
  return text;
}

/** Each way of asking, by its name; resolves once the answer is there. */
Object.assign(globalThis, {
  ways: {
    http: () => read(adapter),
    fromChatTransport: () => read(fromChatTransport({ transport: chatRoute() })),
    async toChatTransport() {
      const chat = new Chat({ transport: toChatTransport({ client: adapter, prefix }) });
      await chat.sendMessage({ text: 'Why?' });
      return JSON.stringify(chat.lastMessage?.parts);
    },
  },
  /** Draws an answer's text by itself. */
  draw: (text: string) => createRoot(document.querySelector('#root')!).render(renderMarkdown(text)),
});

function WarmedChat(): ReactNode {
  const { messages, sendMessage, status } = useChat({
    transport: useWarmedTransport({ prefix, transport: chatRoute() }),
  });
  return (
    <section>
      <button onClick={() => void sendMessage({ text: 'Why?' })}>Chat</button>
      <output aria-label="chat">{`${status}, ${messages.length} messages`}</output>
    </section>
  );
}

createRoot(document.querySelector('#root')!).render(
  <ForewarmProvider adapter={adapter}>
    <AskBox prefix={prefix} statistics />
    <WarmedChat />
  </ForewarmProvider>,
);
