import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  type CallOptions,
  type ForewarmError,
  invalidOption,
  type Prefix,
  ttlToMs,
  type Turn,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { streamAnswer } from './backend/answer.js';
import { notAnAnswer } from './backend/errors.js';
import { descend } from './backend/ladder.js';
import { fromSdkError } from './backend/sdkError.js';
import { type ChatClient, type RawChunk, type RawCompletion, send } from './openai-compatible/client.js';
import { ChunkReader, toUsage } from './openai-compatible/reader.js';
import { renderAsk, renderWarm } from './openai-compatible/render.js';

export type { ChatClient } from './openai-compatible/client.js';

export interface OpenAiCompatibleOptions {
  /** A client of the OpenAI SDK with the engine's base URL. */
  client: ChatClient;
  /** The most tokens an answer may have. Default: the engine's own limit. */
  maxTokens?: number | undefined;
}

/**
 * Chat Completions as vLLM, SGLang, llama.cpp, Ollama, LM Studio and others serve them: warms by a request of one token, since none of them
 * knows another way. How long an engine keeps a prefix is its own affair: the prefix's `ttl` is taken for it.
 */
export function openaiCompatible({ client, maxTokens }: OpenAiCompatibleOptions): Adapter<Prefix> {
  if (typeof client?.chat?.completions?.create !== 'function') {
    throw invalidOption('openaiCompatible', 'client', client, 'a client of the OpenAI SDK with the engine’s base URL');
  }
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1)) {
    throw invalidOption('openaiCompatible', 'maxTokens', maxTokens, 'a whole number, 1 or more');
  }

  const warmBy = async (prefix: Prefix, method: WarmMethod, signal: AbortSignal | undefined): Promise<WarmResult> => {
    const body = renderWarm(prefix, method === 'one-token' ? 1 : 16);
    // No retries: a warm that fails is dropped, it must not add to what limits real questions.
    const completion = await send(client, body, { signal, maxRetries: 0 }).catch((thrown: unknown) => {
      throw signal?.aborted ? signal.reason : fromSdkError(thrown, client);
    });
    // A page that answers in the API's place comes as text, with 200.
    if (!isCompletion(completion)) throw notAnAnswer(completion);
    return {
      status: 'warmed',
      hash: prefix.hash,
      method,
      usage: toUsage(completion),
      ttlMs: ttlToMs(prefix.ttl),
    };
  };

  return {
    name: 'openai-compatible',

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'openaiCompatible');
      signal?.throwIfAborted();
      const { tools, system, messages, model } = prefix;
      if (tools.length + system.length + messages.length === 0) return { status: 'skipped', reason: 'below-minimum' };
      const sendBy = (method: WarmMethod): Promise<WarmResult> => warmBy(prefix, method, signal);
      return descend({ backend: client, model, methods: ['one-token', 'few-tokens'], send: sendBy });
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'openaiCompatible');
      const body = renderAsk(prefix, turn, maxTokens);
      const open = (signal: AbortSignal): Promise<AsyncIterable<RawChunk>> =>
        send(client, body, { signal }) as Promise<AsyncIterable<RawChunk>>;
      const toError = (thrown: unknown, begun: boolean): ForewarmError => fromSdkError(thrown, client, begun);
      yield* streamAnswer({ prefix, options, open, reader: new ChunkReader(prefix), toError });
    },
  };
}

function isCompletion(value: unknown): value is RawCompletion {
  return typeof value === 'object' && value !== null && ('usage' in value || 'choices' in value);
}
