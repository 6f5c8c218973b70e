import { type Adapter, invalidOption, type Prefix } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import { boundedClient } from './backend/boundedClient.js';
import { providerAdapter } from './backend/adapter.js';
import { fromSdkError } from './backend/sdkError.js';
import type { ChatClient, RawChunk, RawCompletion } from './openai-compatible/client.js';
import { ChunkReader, figuresOf } from './openai-compatible/reader.js';
import { renderAsk, renderWarm } from './openai-compatible/render.js';

export type { ChatClient } from './openai-compatible/client.js';

export interface OpenAiCompatibleOptions {
  /**
   * A client of the OpenAI SDK with the engine's base URL. Reads at most 8 MiB of an event or
   * answer, 1 MiB of an error, decompressed.
   */
  client: ChatClient;
  /** Most tokens in an answer. Default: the engine's. */
  maxTokens?: number | undefined;
}

/**
 * Makes an adapter for Chat Completions as in vLLM, SGLang, llama.cpp, Ollama and LM Studio. Warms
 * with one token, their only way. The prefix's `ttl` stands for the engine's, which is unknown.
 */
export function openaiCompatible({ client, maxTokens }: OpenAiCompatibleOptions): Adapter<Prefix> {
  if (typeof client?.chat?.completions?.create !== 'function') {
    throw invalidOption('openaiCompatible', 'client', client, 'a client of the OpenAI SDK with the engine’s base URL');
  }
  if (maxTokens !== undefined) wholeNumber('openaiCompatible', 'maxTokens', maxTokens);
  const bounded = boundedClient(client, ({ chat }) => chat.completions);
  return providerAdapter<unknown, RawChunk>({
    name: 'openai-compatible',
    where: 'openaiCompatible',
    abilities: { parts: true },
    client,
    methods: () => ['one-token', 'few-tokens'],
    async warm(prefix, method, signal) {
      const body = renderWarm(prefix, method === 'one-token' ? 1 : 16);
      return bounded().chat.completions.create(body as never, { signal, maxRetries: 0 } as never);
    },
    figures: (prefix, raw) => (isCompletion(raw) ? figuresOf(prefix, raw) : null),
    async ask(prefix, turn, signal) {
      const body = renderAsk(prefix, turn, maxTokens);
      return bounded().chat.completions.create(body as never, { signal } as never) as Promise<AsyncIterable<RawChunk>>;
    },
    reader: (prefix) => new ChunkReader(prefix),
    toError: (thrown, begun) => fromSdkError(thrown, client, begun),
  });
}

function isCompletion(value: unknown): value is RawCompletion {
  return typeof value === 'object' && value !== null && ('usage' in value || 'choices' in value);
}
