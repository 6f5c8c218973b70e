import { type Adapter, invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import { boundedClient } from './backend/boundedClient.js';
import { providerAdapter } from './backend/adapter.js';
import { fromSdkError } from './backend/sdkError.js';
import type { OpenAiClient, RawEvent, RawResponse } from './openai/client.js';
import { isOpenAi, keepingOf } from './openai/model.js';
import { figuresOf, ResponseReader } from './openai/reader.js';
import { renderAsk, renderWarm } from './openai/render.js';

export type { OpenAiClient } from './openai/client.js';

export interface OpenAiOptions {
  /**
   * A client of the OpenAI SDK. Reads at most 8 MiB of an event or answer, 1 MiB of an error,
   * decompressed; for that, give Azure's client `fetch: boundedFetch()`.
   */
  client: OpenAiClient;
  /** Most tokens in an answer, with reasoning. Default: the model's. */
  maxTokens?: number | undefined;
}

/**
 * Makes an adapter for the Responses API or an engine with it. Prepares the cache if the model can,
 * else warms with a few tokens.
 */
export function openai({ client, maxTokens }: OpenAiOptions): Adapter<Prefix> {
  if (typeof client?.responses?.create !== 'function') {
    throw invalidOption('openai', 'client', client, 'a client of the OpenAI SDK, such as new OpenAI()');
  }
  if (maxTokens !== undefined) wholeNumber('openai', 'maxTokens', maxTokens);
  const bounded = boundedClient(client, ({ responses }) => responses);
  return providerAdapter<unknown, RawEvent>({
    name: 'openai',
    where: 'openai',
    abilities: { parts: true },
    client,
    methods: warmMethods,
    async warm(prefix, method, signal) {
      const body = renderWarm(prefix, keepingOf(prefix), method);
      return bounded().responses.create(body as never, { signal, maxRetries: 0 } as never);
    },
    figures: (prefix, raw) => (isResponse(raw) ? figuresOf(raw, keepingOf(prefix)) : null),
    async ask(prefix, turn, signal) {
      const body = renderAsk(prefix, turn, keepingOf(prefix), maxTokens);
      return bounded().responses.create(body as never, { signal } as never) as Promise<AsyncIterable<RawEvent>>;
    },
    reader: (prefix) => new ResponseReader(keepingOf(prefix)),
    toError: (thrown, begun) => fromSdkError(thrown, client, begun),
  });
}

/** OpenAI refuses fewer than 16 output tokens. */
function warmMethods(prefix: Prefix): readonly WarmMethod[] {
  const { model, system, messages } = prefix;
  if (!isOpenAi(model)) return ['one-token', 'few-tokens'];
  if (keepingOf(prefix).ttl === null) return ['few-tokens'];
  // Tools alone can't be marked.
  return system.length > 0 || messages.some(({ role }) => role === 'user') ? ['prewarm', 'few-tokens'] : [];
}

function isResponse(value: unknown): value is RawResponse {
  return typeof value === 'object' && value !== null && 'usage' in value;
}
