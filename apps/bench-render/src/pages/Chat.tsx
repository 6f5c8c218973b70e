import type { ReactNode } from 'react';

/**
 * As plain a chat as the other kits' guides show, with the accessible names of the ask box, so that
 * one script drives all.
 */
export function Chat({
  messages,
  text,
  onText,
  onSend,
  done,
}: {
  messages: readonly { readonly id: string; readonly role: string; readonly text: ReactNode }[];
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  done: boolean;
}): ReactNode {
  return (
    <>
      <textarea aria-label="Your question" value={text} onChange={(event) => onText(event.target.value)} />
      <button type="button" onClick={onSend}>
        Ask
      </button>
      {messages.map((message) => (
        <div key={message.id} data-role={message.role} style={{ whiteSpace: isPlain(message.text) ? 'pre-wrap' : '' }}>
          {message.text}
        </div>
      ))}
      <div role="status">{done && messages.length > 1 ? 'The answer is complete.' : ''}</div>
    </>
  );
}

function isPlain(text: ReactNode): boolean {
  return typeof text === 'string';
}
