import { type ReactNode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './Chat.js';
import { readAnswer } from './readAnswer.js';

/**
 * A chat that costs as little as can be around what draws the Markdown: it gets the whole text once
 * a frame.
 */
function MarkdownChat({ draw }: { draw: (text: string, growing: boolean) => ReactNode }): ReactNode {
  const [draft, setDraft] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const [answer, setAnswer] = useState('');
  const [done, setDone] = useState(false);
  const frame = useRef(0);
  const send = async (): Promise<void> => {
    let whole = '';
    const show = (): void => {
      frame.current = 0;
      setAnswer(whole);
    };
    setAsked(draft);
    await readAnswer('/markdown', draft, (text) => {
      whole += text;
      frame.current ||= requestAnimationFrame(show);
    });
    cancelAnimationFrame(frame.current);
    setAnswer(whole);
    setDone(true);
  };
  const messages = [
    { id: 'question', role: 'user', text: asked },
    { id: 'answer', role: 'assistant', text: draw(answer, !done) },
  ];
  return (
    <Chat
      messages={asked === null ? [] : messages}
      text={draft}
      onText={setDraft}
      onSend={() => void send()}
      done={done}
    />
  );
}

export function mount(draw: (text: string, growing: boolean) => ReactNode): void {
  createRoot(document.querySelector('main')!).render(<MarkdownChat draw={draw} />);
}
