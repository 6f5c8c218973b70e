import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  type CallOptions,
  type ForewarmError,
  invalidOption,
  type Prefix,
  type Turn,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { streamAnswer } from './backend/answer.js';
import { notAnAnswer, toBackendError } from './backend/errors.js';
import { descend } from './backend/ladder.js';
import { fromSdkError } from './backend/sdkError.js';
import { type OpenAiClient, type RawEvent, type RawResponse, send } from './openai/client.js';
import { isOpenAi, type Keeping, keepingOf } from './openai/model.js';
import { keptMs, ResponseReader, toUsage } from './openai/reader.js';
import { renderAsk, renderWarm } from './openai/render.js';

export type { OpenAiClient } from './openai/client.js';

export interface OpenAiOptions {
  /** A client of the OpenAI SDK; key, base URL and retries are its own. */
  client: OpenAiClient;
  /** The most tokens an answer may have, reasoning included. Default: the model's own limit. */
  maxTokens?: number | undefined;
}

/** OpenAI's Responses API, or any engine with the same endpoint: prepares the cache where the model can, else warms by a request of a few tokens. */
export function openai({ client, maxTokens }: OpenAiOptions): Adapter<Prefix> {
  if (typeof client?.responses?.create !== 'function') {
    throw invalidOption('openai', 'client', client, 'a client of the OpenAI SDK, such as new OpenAI()');
  }
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1)) {
    throw invalidOption('openai', 'maxTokens', maxTokens, 'a whole number, 1 or more');
  }

  const warmBy = async (
    prefix: Prefix,
    keeping: Keeping,
    method: WarmMethod,
    signal?: AbortSignal,
  ): Promise<WarmResult> => {
    // No retries: a warm that fails is dropped, it must not add to what limits real questions.
    const options = { signal, maxRetries: 0 };
    const response = await send(client, renderWarm(prefix, keeping, method), options).catch((thrown: unknown) => {
      throw signal?.aborted ? signal.reason : fromSdkError(thrown, client);
    });
    // A page that answers in the API's place comes as text, with 200.
    if (!isResponse(response)) throw notAnAnswer(response);
    const usage = toUsage(response.usage, keeping);
    const ttlMs = keptMs(usage, keeping);
    if (ttlMs === undefined) return { status: 'skipped', reason: 'below-minimum', usage };
    return { status: 'warmed', hash: prefix.hash, method, usage, ttlMs };
  };

  return {
    name: 'openai',

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'openai');
      signal?.throwIfAborted();
      const keeping = keepingOf(prefix);
      if (isEmpty(prefix)) return { status: 'skipped', reason: 'below-minimum' };
      const methods = warmMethods(prefix, keeping);
      const sendBy = (method: WarmMethod): Promise<WarmResult> => warmBy(prefix, keeping, method, signal);
      return descend({ backend: client, model: prefix.model, methods, send: sendBy });
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'openai');
      const keeping = keepingOf(prefix);
      const body = renderAsk(prefix, turn, keeping, maxTokens);
      const reader = new ResponseReader(keeping, (kind, words) =>
        toBackendError({ thrown: null, kinds: [kind ?? 'server_error'], words }),
      );
      const open = (signal: AbortSignal): Promise<AsyncIterable<RawEvent>> =>
        send(client, body, { signal }) as Promise<AsyncIterable<RawEvent>>;
      const toError = (thrown: unknown, begun: boolean): ForewarmError => fromSdkError(thrown, client, begun);
      yield* streamAnswer({ prefix, options, open, reader, toError });
    },
  };
}

/** Ways to warm, best first: OpenAI refuses fewer than 16 tokens of output, other engines take one. */
function warmMethods({ model, system, messages }: Prefix, { ttl }: Keeping): readonly WarmMethod[] {
  if (!isOpenAi(model)) return ['one-token', 'few-tokens'];
  if (ttl === null) return ['few-tokens'];
  // A breakpoint stands on a block of the system or the user: tools alone cannot be marked.
  return system.length > 0 || messages.some(({ role }) => role === 'user') ? ['prewarm', 'few-tokens'] : [];
}

function isEmpty({ tools, system, messages }: Prefix): boolean {
  return tools.length === 0 && system.length === 0 && messages.length === 0;
}

function isResponse(value: unknown): value is RawResponse {
  return typeof value === 'object' && value !== null && 'usage' in value;
}
