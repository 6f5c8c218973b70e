import { useChat } from '@ai-sdk/react';
import { useSpeculativeCache } from '@forewarm/react';
import { useWarmedTransport } from '@forewarm/react/ai-sdk';
import type { ChatTransport, UIMessage } from 'ai';
import { type ReactNode, useState } from 'react';

const prefix = { id: 'docs' };

export function Chat({ transport }: { transport: ChatTransport<UIMessage> }): ReactNode {
  const { status: warmth, getInputProps } = useSpeculativeCache({ prefix });
  const { messages, sendMessage, status } = useChat({ transport: useWarmedTransport({ prefix, transport }) });
  const [text, setText] = useState('');
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
