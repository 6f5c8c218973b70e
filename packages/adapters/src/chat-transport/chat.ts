import type { PrefixRef, Turn } from '@forewarm/core';
import type { ChatMessage, UiChunk } from '@forewarm/core/kit';

/** What a chat sends, as far as it is read. */
export interface ChatSending {
  readonly messages: readonly ChatMessage[];
  readonly abortSignal: AbortSignal | undefined;
  readonly body?: object | undefined;
}

/** An AI SDK `ChatTransport`; versions 5 and 6 fit. */
export interface ChatTransportLike {
  // Loose, so that every version is assignable.
  sendMessages(options: never): PromiseLike<ReadableStream<{ readonly type: string }>>;
}

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

function message(id: string, role: ChatMessage['role'], text: string, signature?: string): ChatMessage {
  const figures = signature === undefined ? [] : [{ type: 'data-forewarm', id: 'forewarm', data: { signature } }];
  return { id, role, parts: [...figures, { type: 'text', text }] };
}
