import { type Adapter, invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import type { AnthropicClient, RawEvent, RawMessage } from './anthropic/client.js';
import { Diagnosis } from './anthropic/diagnosis.js';
import { minimumOf } from './anthropic/minimum.js';
import { MessageReader } from './anthropic/reader.js';
import { renderAsk, renderWarm } from './anthropic/render.js';
import { figuresOf, mergeUsage } from './anthropic/usage.js';
import { boundedClient } from './backend/boundedClient.js';
import { providerAdapter } from './backend/adapter.js';
import { fromSdkError } from './backend/sdkError.js';

export type { AnthropicClient } from './anthropic/client.js';

export interface AnthropicOptions {
  /**
   * A client of the Anthropic SDK, for the API, Bedrock, Vertex or Foundry. Reads at most 8 MiB of
   * an event or answer, 1 MiB of an error, decompressed.
   */
  client: AnthropicClient;
  /** Most tokens in an answer, without thinking. Default: 4096, as in the cookbook. */
  maxTokens?: number | undefined;
  /**
   * Reports why a cache was missed (`missReason`): a beta of Anthropic's own API. Default: false.
   */
  diagnostics?: boolean | undefined;
}

/**
 * Makes an adapter for the Messages API or an engine with it. Warms with no output, or one token
 * where 0 is refused.
 */
export function anthropic({ client, maxTokens = 4096, diagnostics = false }: AnthropicOptions): Adapter<Prefix> {
  if (typeof client?.messages?.create !== 'function') {
    throw invalidOption('anthropic', 'client', client, 'a client of the Anthropic SDK, such as new Anthropic()');
  }
  wholeNumber('anthropic', 'maxTokens', maxTokens);
  const bounded = boundedClient(client, ({ messages }) => messages);
  const diagnosis = diagnostics ? new Diagnosis() : null;
  const headers = diagnosis?.headers;

  return providerAdapter<unknown, RawEvent>({
    name: 'anthropic',
    where: 'anthropic',
    abilities: { parts: true, minTokens: ({ model }) => minimumOf(model) },
    client,
    methods: warmMethods,
    async warm(prefix, method, signal) {
      const body = renderWarm(prefix, method === 'zero-tokens' ? 0 : 1);
      const options = { signal, maxRetries: 0, headers };
      return bounded().messages.create((diagnosis?.ask(body, prefix) ?? body) as never, options as never);
    },
    figures(prefix, raw) {
      if (!isMessage(raw)) return null;
      diagnosis?.remember(prefix, raw.id);
      return figuresOf(prefix, mergeUsage({}, raw.usage));
    },
    async ask(prefix, turn, signal, expectHash) {
      const body = renderAsk(prefix, turn, maxTokens);
      const asked = { ...(diagnosis?.ask(body, prefix, expectHash) ?? body), stream: true };
      return bounded().messages.create(asked as never, { signal, headers } as never) as Promise<
        AsyncIterable<RawEvent>
      >;
    },
    reader: (prefix) => new MessageReader(prefix, (id) => diagnosis?.remember(prefix, id)),
    toError: (thrown, begun) => fromSdkError(thrown, client, begun),
  });
}

/**
 * Best first. The API refuses 0 tokens with forced tools or an output format, and any few with a
 * thinking budget.
 */
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

function isMessage(value: unknown): value is RawMessage {
  return typeof value === 'object' && value !== null && ('usage' in value || 'content' in value);
}
