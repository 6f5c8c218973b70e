import type { PrefixRef, Turn } from '@forewarm/core';
import type { ChatMessage, UiChunk } from '@forewarm/core/kit';

/** What a chat sends, as far as it is read; anything else it sends is passed over. */
export interface ChatSending {
  readonly messages: readonly ChatMessage[];
  readonly abortSignal: AbortSignal | undefined;
  readonly body?: object | undefined;
}

/** As much of an AI SDK `ChatTransport` as is used: that of version 5 and that of 6 fit. */
export interface ChatTransportLike {
  // A loose signature instead of one version's own, so that every version's transports are
  // assignable.
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

function message(id: string, role: ChatMessage['role'], text: string, signature?: string): ChatMessage {
  const figures = signature === undefined ? [] : [{ type: 'data-forewarm', id: 'forewarm', data: { signature } }];
  return { id, role, parts: [...figures, { type: 'text', text }] };
}
