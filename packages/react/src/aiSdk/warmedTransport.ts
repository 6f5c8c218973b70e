import { type CallOptions, fromUiChunks, type SpeculativeCache, type UiChunk } from '@forewarm/core';
import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import type { AnyPrefix } from '../useStablePrefix.js';

/** Where a warmed transport looks when a message is sent. */
export interface WarmedTransportSource<Message extends UIMessage> {
  readonly cache: SpeculativeCache<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly transport: ChatTransport<Message>;
}

/**
 * A chat transport that waits for a warm in flight before it sends, as the policy has it, and counts the answer among the cache's. What is sent and what comes
 * back are the inner transport's own, untouched.
 */
export function warmedTransport<Message extends UIMessage>(
  source: () => WarmedTransportSource<Message>,
): ChatTransport<Message> {
  return {
    async sendMessages(options) {
      const { cache, prefix, transport } = source();
      const left = new AbortController();
      const signals = options.abortSignal ? [left.signal, options.abortSignal] : [left.signal];
      let told = false;
      return new ReadableStream<UIMessageChunk>({
        async start(controller) {
          const open = async function* ({ signal }: CallOptions): AsyncGenerator<UiChunk> {
            const stream = await transport.sendMessages({ ...options, abortSignal: signal });
            for await (const chunk of read(stream, signal)) {
              told ||= chunk.type === 'error';
              controller.enqueue(chunk);
              yield chunk as UiChunk;
            }
            // Not every backend says that it has finished; that it ended will do.
            yield { type: 'finish' };
          };
          try {
            const events = cache.follow(prefix, (call) => fromUiChunks(open(call)), {
              signal: AbortSignal.any(signals),
            });
            for await (const event of events) void event;
            controller.close();
          } catch (error) {
            // An error that is part of the stream has been passed on in it.
            if (told) controller.close();
            else controller.error(error);
          }
        },
        // A chat that was told of an error leaves, which makes it no less of one.
        cancel: () => void (told || left.abort()),
      });
    },
    reconnectToStream: (options) => source().transport.reconnectToStream(options),
  };
}

/** The chunks of a stream until it ends or the signal says so, also where the stream does not heed it. */
async function* read(
  stream: ReadableStream<UIMessageChunk>,
  signal: AbortSignal | undefined,
): AsyncGenerator<UIMessageChunk> {
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => null);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}
