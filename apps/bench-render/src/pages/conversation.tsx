import { http } from '@forewarm/adapters/http';
import type { PastTurn } from '@forewarm/core';
import { ForewarmProvider } from '@forewarm/react';
import { Chat } from '@forewarm/react/chat';
import '@forewarm/react/chat.css';
import '@forewarm/react/styles.css';
import { createRoot } from 'react-dom/client';

const PARAGRAPH = 'When a page is full it is split in two, and the middle key moves up to the parent. '.repeat(5);

/** A turn of 2,000 characters, in paragraphs. */
function turnOf(index: number): PastTurn {
  const question = `Question ${index}: what happens when a page of a B-tree is full?`;
  return { question, answer: `${PARAGRAPH.trim()}\n\n`.repeat(5).slice(0, 2_000 - question.length) };
}

/** A chat that was left after so many turns and is opened again. */
export function mountConversation(count: number): void {
  const turns = Array.from({ length: count }, (_, index) => turnOf(index));
  const storage = { read: () => turns, write: () => {} };
  createRoot(document.querySelector('main')!).render(
    <ForewarmProvider adapter={http({ url: '/forewarm' })}>
      <Chat prefix={{ id: 'docs' }} storage={storage} />
    </ForewarmProvider>,
  );
}
