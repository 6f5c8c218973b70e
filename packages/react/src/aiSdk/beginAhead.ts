import type { CallOptions } from '@forewarm/core';
import { fromUiChunks, type SpeculationSource, type UiChunk } from '@forewarm/core/kit';
import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';

/** Holds an answer's chunks until its message is sent. */
export class HeldChunks {
  /** What must be sent for it. */
  readonly sending: string;
  #held: UIMessageChunk[] = [];
  #sink: ((chunk: UIMessageChunk) => void) | null = null;

  constructor(sending: string) {
    this.sending = sending;
  }

  take(chunk: UIMessageChunk): void {
    if (this.#sink) this.#sink(chunk);
    else this.#held.push(chunk);
  }

  release(sink: (chunk: UIMessageChunk) => void): void {
    this.#sink = sink;
    for (const chunk of this.#held.splice(0)) sink(chunk);
  }
}

export function sameSending(chatId: string, messages: readonly UIMessage[], more: object | null): string {
  return JSON.stringify([chatId, messages, more]);
}

/** The text of a user's message without other parts; else null. */
export function plainText(message: UIMessage | undefined): string | null {
  const [part, ...rest] = message?.parts ?? [];
  return message?.role === 'user' && part?.type === 'text' && rest.length === 0 ? part.text : null;
}

/** Answers a draft by the chat's own route. */
export function beginAhead<Message extends UIMessage>(
  transport: () => ChatTransport<Message>,
  chatId: string,
  messages: readonly Message[],
  begun: Set<HeldChunks>,
): SpeculationSource {
  const also = sameSending(chatId, messages, null);
  return (question) => ({
    also,
    open(call) {
      const held = new HeldChunks(also + question);
      begun.add(held);
      call.signal!.addEventListener('abort', () => begun.delete(held), { once: true });
      return fromUiChunks(chunksOf(transport(), chatId, messages, question, call, held));
    },
  });
}

async function* chunksOf<Message extends UIMessage>(
  transport: ChatTransport<Message>,
  chatId: string,
  messages: readonly Message[],
  question: string,
  { signal, alive }: CallOptions,
  held: HeldChunks,
): AsyncGenerator<UiChunk> {
  const draft = { id: 'forewarm-draft', role: 'user', parts: [{ type: 'text', text: question }] } as unknown as Message;
  const sent = { chatId, messages: [...messages, draft], messageId: undefined, abortSignal: signal };
  const reader = (await transport.sendMessages({ trigger: 'submit-message', ...sent })).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      signal?.throwIfAborted();
      alive?.();
      held.take(next.value);
      yield next.value as UiChunk;
    }
    yield { type: 'finish' };
  } finally {
    reader.cancel().catch(() => null);
  }
}
