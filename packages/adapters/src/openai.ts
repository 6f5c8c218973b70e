import { type Adapter, invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import { toBackendError } from './backend/errors.js';
import { boundedClient } from './backend/boundedClient.js';
import { providerAdapter } from './backend/provider.js';
import { fromSdkError } from './backend/sdkError.js';
import type { OpenAiClient, RawEvent, RawResponse } from './openai/client.js';
import { isOpenAi, keepingOf } from './openai/model.js';
import { keptMs, ResponseReader, toUsage } from './openai/reader.js';
import { renderAsk, renderWarm } from './openai/render.js';

export type { OpenAiClient } from './openai/client.js';

export interface OpenAiOptions {
  /**
   * A client of the OpenAI SDK; key, base URL and retries are its own. Reads at most 8 MiB of an
   * event or answer and 1 MiB of an error, after decompression; for that, give Azure's client
   * `fetch: boundedFetch()`.
   */
  client: OpenAiClient;
  /** Most tokens in an answer, reasoning included. Default: the model's limit. */
  maxTokens?: number | undefined;
}

/**
 * Makes an adapter for OpenAI's Responses API or a compatible engine. Prepares the cache if the
 * model can, else warms with a few tokens.
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
    figures(prefix, raw) {
      if (!isResponse(raw)) return null;
      const usage = toUsage(raw.usage, keepingOf(prefix));
      return { usage, ttlMs: keptMs(usage, keepingOf(prefix)) };
    },
    async ask(prefix, turn, signal) {
      const body = renderAsk(prefix, turn, keepingOf(prefix), maxTokens);
      return bounded().responses.create(body as never, { signal } as never) as Promise<AsyncIterable<RawEvent>>;
    },
    reader: (prefix) =>
      new ResponseReader(keepingOf(prefix), (kind, words) =>
        toBackendError({ thrown: null, kinds: [kind ?? 'server_error'], words }),
      ),
    toError: (thrown, begun) => fromSdkError(thrown, client, begun),
  });
}

/** OpenAI refuses fewer than 16 output tokens; other engines take one. */
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
