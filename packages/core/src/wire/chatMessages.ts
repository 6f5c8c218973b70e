import type { Turn } from '../base/turn.js';
import type { PastTurn } from '../prefix/prefix.js';
import { type FileFields, fromChatFile } from './chatFiles.js';

/** The used part of an AI SDK `UIMessage`. */
export interface ChatMessage {
  readonly id: string;
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly ChatPart[];
}

type ChatPart = FileFields & {
  readonly type: string;
  readonly text?: string | undefined;
  readonly data?: unknown;
};

/**
 * A chat's question and earlier turns; null if the last message isn't a question. Throws
 * `invalid-request` for a file that is no attachment.
 */
export function turnOf(
  messages: readonly Omit<ChatMessage, 'id'>[],
): (Turn & { readonly thread: readonly PastTurn[] }) | null {
  const texts = messages.map(({ role, parts }) => ({
    role,
    signed: signatureOf(parts),
    files: role === 'user' ? filesOf(parts) : {},
    text: parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
  }));
  const last = texts.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '') return null;
  const thread = texts.flatMap(({ role, text, signed }, at) => {
    const before = texts[at - 1];
    const isAnswer = role === 'assistant' && text.trim() !== '' && before?.role === 'user' && before.text.trim() !== '';
    return isAnswer ? [{ question: before.text, ...before.files, answer: text, ...signed }] : [];
  });
  return { question: last.text, ...last.files, thread };
}

function filesOf(parts: ChatMessage['parts']): Pick<Turn, 'parts'> {
  const files = parts.filter(({ type }) => type === 'file').map((part) => fromChatFile(part));
  return files.length > 0 ? { parts: files } : {};
}

function signatureOf(parts: ChatMessage['parts']): { readonly signature?: string } {
  const { signature } = (parts.find(({ type }) => type === 'data-forewarm')?.data ?? {}) as { signature?: unknown };
  return typeof signature === 'string' ? { signature } : {};
}
