import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  ForewarmError,
  invalidOption,
  type PrefixRef,
  type Turn,
  type WarmResult,
} from '@forewarm/core';
import {
  fromErrorBody,
  fromUiChunks,
  linkedAbort,
  parseErrorBody,
  streamCut,
  toUiChunks,
  turnOf,
  type UiChunk,
} from '@forewarm/core/kit';
import { cleanWords, holdsSecret } from './backend/words.js';
import { eachOf } from './backend/eachOf.js';
import { MAX_BODY_BYTES } from './http/errors.js';
import { isLast, MAX_EVENT, tooLong } from './http/eventStream.js';
import { type ChatSending, type ChatTransportLike, sendMessages } from './chat-transport/chat.js';

export type { ChatMessage } from '@forewarm/core/kit';
export type { ChatSending, ChatTransportLike } from './chat-transport/chat.js';

export interface FromChatTransportOptions {
  /** Such as `new DefaultChatTransport({ api: '/api/chat' })`. */
  transport: ChatTransportLike;
  /** Sends the warms, as a chat route can't: `http({ url })`. Default: none. */
  warmBy?: Pick<Adapter<PrefixRef>, 'warm'> | undefined;
  /** Default: random. */
  chatId?: string | undefined;
  /** The route has no side effects, so it may answer a draft. Default: false. */
  speculate?: boolean | undefined;
}

/** Makes an adapter from an AI SDK chat route. The body names the prefix. */
export function fromChatTransport({
  transport,
  warmBy,
  chatId,
  speculate = false,
}: FromChatTransportOptions): Adapter<PrefixRef> {
  if (typeof transport?.sendMessages !== 'function') {
    throw invalidOption('fromChatTransport', 'transport', transport, 'a ChatTransport of the AI SDK');
  }
  const id = chatId ?? `forewarm-${Math.random().toString(36).slice(2)}`;
  return {
    name: 'chat-transport',
    abilities: { parts: true, warm: warmBy !== undefined, speculate },

    async warm(prefix, options): Promise<WarmResult> {
      return warmBy ? warmBy.warm(prefix, options) : { status: 'skipped', reason: 'unsupported' };
    },

    async *ask(prefix: PrefixRef, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      const { signal, expectHash, waitedMs, alive } = options;
      signal?.throwIfAborted();
      let begun = false;
      try {
        const body = { expectHash, waitedMs };
        const stream = await sendMessages(transport, prefix, turn, { chatId: id, signal, body });
        const look = (chunk: UiChunk): boolean => {
          alive?.();
          if ('delta' in chunk && chunk.delta.length > MAX_EVENT) throw tooLong();
          return isLast(chunk);
        };
        for await (const event of fromUiChunks(eachOf(stream, look))) {
          signal?.throwIfAborted();
          begun = true;
          yield event;
        }
      } catch (thrown) {
        throw signal?.aborted ? signal.reason : toError(thrown, begun);
      }
    },
  };
}

/** An adapter, or a `ForewarmClient`, which joins a running warm. */
export interface Askable {
  ask(prefix: PrefixRef, turn: Turn, options?: CallOptions): AsyncIterable<AskEvent>;
}

export interface ToChatTransportOptions {
  /** Takes the asks. */
  client: Askable;
  /** Earlier messages become its thread. */
  prefix: PrefixRef | ((sending: ChatSending) => PrefixRef);
}

/** For `useChat` of any AI SDK version. */
export interface ForewarmChatTransport {
  sendMessages(sending: ChatSending): Promise<ReadableStream<UiChunk>>;
  /** Always null: nothing to resume. */
  reconnectToStream(): Promise<null>;
}

/** Makes a transport for `useChat({ transport })`. */
export function toChatTransport({ client, prefix }: ToChatTransportOptions): ForewarmChatTransport {
  if (typeof client?.ask !== 'function') {
    throw invalidOption('toChatTransport', 'client', client, 'an adapter or a ForewarmClient');
  }
  return {
    async sendMessages(sending) {
      const turn = turnOf(sending.messages);
      if (!turn) throw new ForewarmError('invalid-request', 'The last message must be the user’s, with text.');
      const ref = typeof prefix === 'function' ? prefix(sending) : prefix;
      const { thread: before, ...asked } = turn;
      const thread = [...(ref.thread ?? []), ...before];
      const named = thread.length > 0 ? { ...ref, thread } : ref;
      // Cancelling the stream ends the ask.
      const left = linkedAbort(sending.abortSignal);
      const options = { signal: left.signal, ...expected(sending) };
      const chunks = toUiChunks(client.ask(named, asked, options));
      return new ReadableStream<UiChunk>({
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (!done) return controller.enqueue(value);
          left.release();
          controller.close();
        },
        async cancel() {
          left.release();
          left.abort(new DOMException('The chat has left.', 'AbortError'));
          await chunks.return();
        },
      });
    },
    reconnectToStream: () => Promise.resolve(null),
  };
}

function expected({ body }: ChatSending): Pick<CallOptions, 'expectHash' | 'waitedMs'> {
  const { expectHash, waitedMs } = (body ?? {}) as { expectHash?: unknown; waitedMs?: unknown };
  return {
    expectHash: typeof expectHash === 'string' ? expectHash : undefined,
    waitedMs: typeof waitedMs === 'number' ? waitedMs : undefined,
  };
}

/** A handler's refusal has its typed error as message. */
function toError(thrown: unknown, begun: boolean): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  const whole = thrown instanceof Error ? thrown.message : String(thrown);
  const message = whole.length > MAX_BODY_BYTES ? `a body of more than ${MAX_BODY_BYTES} characters` : whole;
  const body = parseErrorBody(message);
  if (body) return fromErrorBody(body);
  if (begun) return streamCut(thrown);
  if (thrown instanceof TypeError) {
    const words = 'The server could not be reached; check the connection and try again.';
    return new ForewarmError('unreachable', words, { cause: thrown });
  }
  // Perhaps a proxy's page, or too telling.
  const cause =
    message !== whole ? 'left out: it is too long' : holdsSecret(message) ? 'left out: it holds a secret' : thrown;
  return new ForewarmError('upstream', `The chat’s route failed: ${cleanWords(message)}`, { cause });
}
