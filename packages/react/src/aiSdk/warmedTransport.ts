import { type CallOptions, type ForewarmClient, systemEnvironment } from '@forewarm/core';
import { fromUiChunks, linkedAbort, type SpeculationSource, type UiChunk } from '@forewarm/core/kit';
import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import { beginAhead, HeldChunks, plainText, sameSending } from './beginAhead.js';
import type { AnyPrefix } from '../useStablePrefix.js';

/** Milliseconds a stream may take to end after an error. */
const REST_MS = 1_000;

export interface WarmedTransportSource<Message extends UIMessage> {
  readonly client: ForewarmClient<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly transport: ChatTransport<Message>;
}

/** A chat transport that joins warms. */
export interface WarmedTransport<Message extends UIMessage> extends ChatTransport<Message> {
  /**
   * For `useSpeculativeCache({ speculativeAnswers })`: the chat's route answers the draft, for
   * exactly this message without `body`, `headers` or `metadata`. Only for routes without side
   * effects.
   */
  readonly ahead: (chatId: string, messages: readonly Message[]) => SpeculationSource;
}

/**
 * Makes a chat transport that joins a warm before it sends, and reports the answer. Chunks pass
 * unchanged.
 */
export function warmedTransport<Message extends UIMessage>(
  source: () => WarmedTransportSource<Message>,
): WarmedTransport<Message> {
  const begun = new Set<HeldChunks>();
  return {
    ahead: (chatId, messages) => beginAhead(() => source().transport, chatId, messages, begun),
    async sendMessages(options) {
      const { client, prefix, transport } = source();
      const sending = linkedAbort(options.abortSignal);
      let reader: ChunkReader | null = null;
      let told = false;
      let gone = false;
      return new ReadableStream<UIMessageChunk>({
        async start(controller) {
          const give = (chunk: UIMessageChunk): void => {
            told ||= chunk.type === 'error';
            if (!gone) controller.enqueue(chunk);
          };
          const asked = new HeldChunks('');
          const pass = async (signal: AbortSignal | undefined): Promise<UIMessageChunk | null> => {
            const { done, value } = await readNext(reader!, signal);
            if (done) return null;
            asked.take(value);
            return value;
          };
          const open = async function* ({ signal }: CallOptions): AsyncGenerator<UiChunk> {
            const stream = await transport.sendMessages({ ...options, abortSignal: signal });
            reader = stream.getReader();
            for (let chunk = await pass(signal); chunk; chunk = await pass(signal)) yield chunk as UiChunk;
            // Not every backend sends a finish.
            yield { type: 'finish' };
          };
          try {
            const { chatId, messages, body = null, headers = null, metadata = null } = options;
            const question = plainText(messages.at(-1));
            const more = body ?? headers ?? (metadata as object | null);
            const also = sameSending(chatId, messages.slice(0, -1), more);
            const sent = question === null ? undefined : { turn: { question }, also };
            const early = [...begun].find(({ sending: its }) => its === also + question);
            // The first to speak is the answer: nothing of the other is passed on.
            let answer = early ? null : asked;
            answer?.release(give);
            const events = client.follow(prefix, (call) => fromUiChunks(open(call)), { signal: sending.signal }, sent);
            for await (const { type } of events) {
              if (type === 'adopted') {
                answer = early!;
                begun.delete(answer);
              } else if (type !== 'join') answer ??= asked;
              answer?.release(give);
            }
          } catch (error) {
            // The stream has passed its error on.
            if (!told) {
              controller.error(error);
              reader?.cancel().catch(() => null);
              return sending.release();
            }
          }
          // The chat also gets what follows.
          try {
            if (reader) for (let more = await pass(sending.signal); more; more = await pass(sending.signal));
          } catch {
            // The answer is complete.
          }
          sending.release();
          if (!gone) controller.close();
        },
        cancel() {
          gone = true;
          // A chat cancels after an error; the stream may still end by itself.
          if (told) systemEnvironment.setTimeout(() => sending.abort(), REST_MS);
          else sending.abort();
        },
      });
    },
    reconnectToStream: (options) => source().transport.reconnectToStream(options),
  };
}

type ChunkReader = ReadableStreamDefaultReader<UIMessageChunk>;

/** Rejects on abort, even if the stream ignores it. */
async function readNext(
  reader: ChunkReader,
  signal: AbortSignal | undefined,
): Promise<ReadableStreamReadResult<UIMessageChunk>> {
  const cancel = (): void => void reader.cancel().catch(() => null);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const next = await reader.read();
    signal?.throwIfAborted();
    return next;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
