import type { PastTurn, PrefixRef, Turn } from '@forewarm/core';
import type { UiChunk } from '@forewarm/core/kit';

/** As much of an AI SDK `UIMessage` as is read and written. */
export interface ChatMessage {
  readonly id: string;
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly { readonly type: string; readonly text?: string; readonly data?: unknown }[];
}

/** What a chat sends, as far as it is read; anything else it sends is passed over. */
export interface ChatSending {
  readonly messages: readonly ChatMessage[];
  readonly abortSignal: AbortSignal | undefined;
  readonly body?: object | undefined;
}

/** As much of an AI SDK `ChatTransport` as is used: that of version 5 and that of 6 fit. */
export interface ChatTransportLike {
  // A loose signature instead of one version's own, so that every version's transports are assignable.
  sendMessages(options: never): PromiseLike<ReadableStream<{ readonly type: string }>>;
}

/** Sends a question on its thread as a chat would, and gives the chunks of the answer. */
export async function sendMessages(
  transport: ChatTransportLike,
  { thread = [], ...prefix }: PrefixRef,
  { question }: Turn,
  rest: { chatId: string; signal: AbortSignal | undefined; body: object },
): Promise<ReadableStream<UiChunk>> {
  const past = thread.flatMap((turn, n) => [
    message(`${n}-question`, 'user', turn.question),
    message(`${n}-answer`, 'assistant', turn.answer, turn.signature),
  ]);
  const options = {
    trigger: 'submit-message',
    chatId: rest.chatId,
    messageId: undefined,
    messages: [...past, message(`${thread.length}-question`, 'user', question)],
    abortSignal: rest.signal,
    body: { ...rest.body, prefix },
  };
  return (await transport.sendMessages(options as never)) as ReadableStream<UiChunk>;
}

/** A chat's messages as a question and the answered turns before it; null where the last one is no question. Turns that got no answer are left out. */
export function toTurn(messages: readonly ChatMessage[]): { question: string; thread: readonly PastTurn[] } | null {
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

/** What the server has signed the answer with, among the kit's figures. */
function signatureOf(parts: ChatMessage['parts']): { readonly signature?: string } {
  const { signature } = (parts.find(({ type }) => type === 'data-forewarm')?.data ?? {}) as { signature?: unknown };
  return typeof signature === 'string' ? { signature } : {};
}

function message(id: string, role: ChatMessage['role'], text: string, signature?: string): ChatMessage {
  const figures = signature === undefined ? [] : [{ type: 'data-forewarm', id: 'forewarm', data: { signature } }];
  return { id, role, parts: [...figures, { type: 'text', text }] };
}
