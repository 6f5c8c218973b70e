import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './Chat.js';

const transport = new DefaultChatTransport({ api: '/ai-sdk' });

function Page(): ReactNode {
  const { messages, sendMessage, status } = useChat({ transport });
  const [text, setText] = useState('');
  const shown = messages.map(({ id, role, parts }) => ({
    id,
    role,
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  }));
  return (
    <Chat
      messages={shown}
      text={text}
      onText={setText}
      onSend={() => void sendMessage({ text })}
      done={status === 'ready'}
    />
  );
}

createRoot(document.querySelector('main')!).render(<Page />);
