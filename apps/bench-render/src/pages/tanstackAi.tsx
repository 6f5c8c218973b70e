import { fetchServerSentEvents, useChat } from '@tanstack/ai-react';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './Chat.js';

const connection = fetchServerSentEvents('/tanstack-ai');

function Page(): ReactNode {
  const { messages, sendMessage, isLoading } = useChat({ connection });
  const [text, setText] = useState('');
  const shown = messages.map(({ id, role, parts }) => ({
    id,
    role,
    text: parts.map((part) => (part.type === 'text' ? part.content : '')).join(''),
  }));
  return <Chat messages={shown} text={text} onText={setText} onSend={() => void sendMessage(text)} done={!isLoading} />;
}

createRoot(document.querySelector('main')!).render(<Page />);
