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
import {
  type AnthropicClient,
  createMessage,
  type RawEvent,
  type RawMessage,
  streamMessage,
} from './anthropic/client.js';
import { Diagnosis } from './anthropic/diagnosis.js';
import { minimumOf } from './anthropic/minimum.js';
import { MessageReader } from './anthropic/reader.js';
import { renderAsk, renderWarm } from './anthropic/render.js';
import { nothingCached, toUsage } from './anthropic/usage.js';
import { streamAnswer } from './backend/answer.js';
import { descend } from './backend/ladder.js';
import { fromSdkError } from './backend/sdkError.js';
import { notAnAnswer } from './backend/errors.js';

export type { AnthropicClient } from './anthropic/client.js';

export interface AnthropicOptions {
  /** A client of the Anthropic SDK, for the API itself, Bedrock, Vertex or Foundry; key, base URL and retries are its own. */
  client: AnthropicClient;
  /** The most tokens an answer may have, thinking apart. Default 4096, the cookbook's. */
  maxTokens?: number | undefined;
  /** Asks the API why a cache was missed and gives its word as `missReason`; a beta of the API itself, which other hosts refuse. Default false. */
  diagnostics?: boolean | undefined;
}

/** The Messages API, or any engine with the same endpoint: warms with no output at all, or with one token where that is refused. */
export function anthropic({ client, maxTokens = 4096, diagnostics = false }: AnthropicOptions): Adapter<Prefix> {
  if (typeof client?.messages?.create !== 'function') {
    throw invalidOption('anthropic', 'client', client, 'a client of the Anthropic SDK, such as new Anthropic()');
  }
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw invalidOption('anthropic', 'maxTokens', maxTokens, 'a whole number, 1 or more');
  }
  const diagnosis = diagnostics ? new Diagnosis() : null;
  const headers = diagnosis?.headers;

  const warmBy = async (prefix: Prefix, method: WarmMethod, signal: AbortSignal | undefined): Promise<WarmResult> => {
    const body = renderWarm(prefix, method === 'zero-tokens' ? 0 : 1);
    // No retries: a warm that fails is dropped, it must not add to what limits real questions.
    const options = { signal, maxRetries: 0, headers };
    const message = await createMessage(client, diagnosis?.ask(body, prefix) ?? body, options).catch(
      (thrown: unknown) => {
        throw signal?.aborted ? signal.reason : fromSdkError(thrown, client);
      },
    );
    // A page that answers in the API's place comes as text, with 200.
    if (!isMessage(message)) throw notAnAnswer(message);
    diagnosis?.remember(prefix, message.id);
    const usage = toUsage(message.usage ?? {});
    if (nothingCached(usage)) return { status: 'skipped', reason: 'below-minimum', usage };
    return { status: 'warmed', hash: prefix.hash, method, usage, ttlMs: ttlToMs(prefix.ttl) };
  };

  return {
    name: 'anthropic',
    abilities: { minTokens: ({ model }) => minimumOf(model) },

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'anthropic');
      signal?.throwIfAborted();
      if (isEmpty(prefix)) return { status: 'skipped', reason: 'below-minimum' };
      const send = (method: WarmMethod): Promise<WarmResult> => warmBy(prefix, method, signal);
      return descend({ backend: client, model: prefix.model, methods: warmMethods(prefix), send });
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'anthropic');
      const body = renderAsk(prefix, turn, maxTokens);
      const reader = new MessageReader(prefix);
      const open = (signal: AbortSignal): Promise<AsyncIterable<RawEvent>> => {
        const asked = diagnosis?.ask(body, prefix, options.expectHash) ?? body;
        return streamMessage(client, asked, { signal, headers });
      };
      const toError = (thrown: unknown, begun: boolean): ForewarmError => fromSdkError(thrown, client, begun);
      yield* streamAnswer({ prefix, options, open, reader, toError });
      diagnosis?.remember(prefix, reader.id);
    },
  };
}

/** Ways to warm, best first. The API refuses 0 tokens beside forced tools or a fixed output format, and any small number beside a thinking budget. */
function warmMethods({ settings }: Prefix): readonly WarmMethod[] {
  const {
    thinking,
    tool_choice: choice,
    output_config: output,
  } = settings as Record<string, Record<string, unknown> | undefined>;
  if (thinking?.['type'] === 'enabled') return [];
  const forced = choice?.['type'] === 'any' || choice?.['type'] === 'tool';
  return forced || output?.['format'] ? ['one-token'] : ['zero-tokens', 'one-token'];
}

function isEmpty(prefix: Prefix): boolean {
  return prefix.tools.length === 0 && prefix.system.length === 0 && prefix.messages.length === 0;
}

function isMessage(value: unknown): value is RawMessage {
  return typeof value === 'object' && value !== null && ('usage' in value || 'content' in value);
}
