import type { PastTurn, PrefixRef, Turn } from '@forewarm/core';
import { type ChatMessage, toChatFile, type UiChunk } from '@forewarm/core/kit';

/** What a chat sends. */
export interface ChatSending {
  readonly messages: readonly ChatMessage[];
  readonly abortSignal: AbortSignal | undefined;
  readonly body?: object | undefined;
}

/** An AI SDK `ChatTransport`, version 5 or 6. */
export interface ChatTransportLike {
  // Loose: every version fits.
  sendMessages(options: never): PromiseLike<ReadableStream<{ readonly type: string }>>;
}

export async function sendMessages(
  transport: ChatTransportLike,
  { thread = [], ...prefix }: PrefixRef,
  turn: Turn,
  rest: { chatId: string; signal: AbortSignal | undefined; body: object },
): Promise<ReadableStream<UiChunk>> {
  const past = thread.flatMap((before, n) => [asked(n, before), answered(n, before)]);
  const options = {
    trigger: 'submit-message',
    chatId: rest.chatId,
    messageId: undefined,
    messages: [...past, asked(thread.length, turn)],
    abortSignal: rest.signal,
    body: { ...rest.body, prefix },
  };
  return (await transport.sendMessages(options as never)) as ReadableStream<UiChunk>;
}

function asked(n: number, { question, parts = [] }: Turn): ChatMessage {
  return { id: `${n}-question`, role: 'user', parts: [...parts.map(toChatFile), { type: 'text', text: question }] };
}

function answered(n: number, { answer, signature }: PastTurn): ChatMessage {
  const figures = signature === undefined ? [] : [{ type: 'data-forewarm', id: 'forewarm', data: { signature } }];
  return { id: `${n}-answer`, role: 'assistant', parts: [...figures, { type: 'text', text: answer }] };
}
