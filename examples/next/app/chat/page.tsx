'use client';
import { useChat } from '@ai-sdk/react';
import type { ForewarmMetadata } from '@forewarm/adapters/ai-sdk';
import { useSpeculativeCache } from '@forewarm/react';
import { useWarmedTransport } from '@forewarm/react/ai-sdk';
import { DefaultChatTransport, type UIMessage } from 'ai';
import { useState } from 'react';

type Message = UIMessage<Partial<ForewarmMetadata>>;

const prefix = { id: 'manual' };
const inner = new DefaultChatTransport<Message>({ api: '/api/chat' });

/** Focusing the input warms, and a message waits for the warm. */
export default function Page() {
  const { status: warmth, getInputProps } = useSpeculativeCache({ prefix });
  const transport = useWarmedTransport({ prefix, transport: inner });
  const { messages, sendMessage, status, error } = useChat<Message>({ transport });
  const [text, setText] = useState('');
  return (
    <main>
      <h1>Chat with the manual</h1>
      {messages.map(({ id, role, parts, metadata }) => (
        <article key={id}>
          <b>{role === 'user' ? 'You' : 'Answer'}: </b>
          {parts.map((part) => (part.type === 'text' ? part.text : '')).join('')}
          {metadata?.forewarm?.usage && <p>{metadata.forewarm.usage.cacheRead ?? 0} tokens read from the cache</p>}
        </article>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void sendMessage({ text });
          setText('');
        }}
      >
        <label>
          Message <input {...getInputProps()} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button disabled={!text || status === 'submitted' || status === 'streaming'}>Send</button>
      </form>
      <p role="status">
        The chat is {status}, the manual {warmth}.
      </p>
      {error && <p role="alert">{error.message}</p>}
    </main>
  );
}
