import type { PastTurn } from '../prefix/prefix.js';

/** As much of an AI SDK `UIMessage` as is read and written. */
export interface ChatMessage {
  readonly id: string;
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly { readonly type: string; readonly text?: string | undefined; readonly data?: unknown }[];
}

/**
 * Reads a chat's messages as a question and the answered turns before it; null where the last is no
 * question.
 */
export function turnOf(
  messages: readonly Omit<ChatMessage, 'id'>[],
): { readonly question: string; readonly thread: readonly PastTurn[] } | null {
  const texts = messages.map(({ role, parts }) => ({
    role,
    signed: signatureOf(parts),
    text: parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
  }));
  const last = texts.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '') return null;
  const thread = texts.flatMap(({ role, text, signed }, at) => {
    const before = texts[at - 1];
    const isAnswer = role === 'assistant' && text.trim() !== '' && before?.role === 'user' && before.text.trim() !== '';
    return isAnswer ? [{ question: before.text, answer: text, ...signed }] : [];
  });
  return { question: last.text, thread };
}

/** The server's signature of an answer, among the kit's figures. */
function signatureOf(parts: ChatMessage['parts']): { readonly signature?: string } {
  const { signature } = (parts.find(({ type }) => type === 'data-forewarm')?.data ?? {}) as { signature?: unknown };
  return typeof signature === 'string' ? { signature } : {};
}
