import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  cacheOutcome,
  type CallOptions,
  ForewarmError,
  invalidOption,
  type Prefix,
  ttlToMs,
  type Turn,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { type AnthropicClient, createMessage, type RawUsage, streamMessage } from './anthropic/client.js';
import { refusesMethod, toError } from './anthropic/errors.js';
import { renderAsk, renderWarm } from './anthropic/render.js';
import { mergeUsage, nothingCached, toFinishReason, toUsage } from './anthropic/usage.js';

export type { AnthropicClient } from './anthropic/client.js';

export interface AnthropicOptions {
  /** A client of the Anthropic SDK, for the API itself, Bedrock, Vertex or Foundry; key, base URL and retries are its own. */
  client: AnthropicClient;
  /** The most tokens an answer may have. Default 4096, the cookbook's. */
  maxTokens?: number | undefined;
}

/** The Messages API, or any engine with the same endpoint: warms with no output at all, or with one token where that is refused. */
export function anthropic({ client, maxTokens = 4096 }: AnthropicOptions): Adapter<Prefix> {
  if (typeof client?.messages?.create !== 'function') {
    throw invalidOption('anthropic', 'client', client, 'a client of the Anthropic SDK, such as new Anthropic()');
  }
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw invalidOption('anthropic', 'maxTokens', maxTokens, 'a whole number, 1 or more');
  }
  /** Models whose backend refused a warm without output: asked once, remembered for as long as the adapter lives. */
  const needsToken = new Set<string>();

  return {
    name: 'anthropic',

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'anthropic');
      const [method, ...others] = warmMethods(prefix, needsToken.has(prefix.model));
      if (isEmpty(prefix)) return { status: 'skipped', reason: 'below-minimum' };
      if (method === undefined) return { status: 'skipped', reason: 'unsupported' };
      try {
        return await warmBy(client, prefix, method, signal);
      } catch (thrown) {
        const error = toError(thrown);
        const next = others[0];
        if (next === undefined || signal?.aborted || !refusesMethod(error)) throw error;
        const result = await warmBy(client, prefix, next, signal).catch((second: unknown) => {
          throw toError(second);
        });
        needsToken.add(prefix.model);
        return result;
      }
    },

    async *ask(prefix: Prefix, turn: Turn, { signal, expectHash }: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'anthropic');
      const drifted = expectHash !== undefined && expectHash !== prefix.hash;
      let raw: RawUsage = {};
      let reason: string | null | undefined;
      let complete = false;
      try {
        for await (const event of await streamMessage(client, renderAsk(prefix, turn, maxTokens), { signal })) {
          if (event.type === 'content_block_delta') {
            if (event.delta.type === 'text_delta' && event.delta.text) yield { type: 'text', text: event.delta.text };
          } else if (event.type === 'message_start') {
            raw = mergeUsage(raw, event.message.usage);
            yield { type: 'start', hash: prefix.hash, model: event.message.model ?? prefix.model, drifted };
          } else if (event.type === 'message_delta') {
            raw = mergeUsage(raw, event.usage);
            reason = event.delta.stop_reason ?? reason;
          } else if (event.type === 'message_stop') complete = true;
        }
      } catch (thrown) {
        throw signal?.aborted ? signal.reason : toError(thrown);
      }
      if (signal?.aborted) throw signal.reason;
      if (!complete)
        throw new ForewarmError('stream-cut', 'The answer broke off before its end; asking again may work.');
      const usage = toUsage(raw);
      const ttlMs = nothingCached(usage) ? undefined : ttlToMs(prefix.ttl);
      yield { type: 'finish', reason: toFinishReason(reason), usage, outcome: cacheOutcome(usage), ttlMs };
    },
  };
}

async function warmBy(
  client: AnthropicClient,
  prefix: Prefix,
  method: WarmMethod,
  signal: AbortSignal | undefined,
): Promise<WarmResult> {
  const body = renderWarm(prefix, method === 'zero-tokens' ? 0 : 1);
  // No retries: a warm that fails is dropped, it must not add to what limits real questions.
  const { usage: raw } = await createMessage(client, body, { signal, maxRetries: 0 });
  const usage = toUsage(raw ?? {});
  if (nothingCached(usage)) return { status: 'skipped', reason: 'below-minimum', usage };
  return { status: 'warmed', hash: prefix.hash, method, usage, ttlMs: ttlToMs(prefix.ttl) };
}

/** Ways to warm, best first. The API refuses 0 tokens beside forced tools or a fixed output format, and any small number beside a thinking budget. */
function warmMethods({ settings }: Prefix, needsToken: boolean): readonly WarmMethod[] {
  const {
    thinking,
    tool_choice: choice,
    output_config: output,
  } = settings as Record<string, Record<string, unknown> | undefined>;
  if (thinking?.['type'] === 'enabled') return [];
  const forced = choice?.['type'] === 'any' || choice?.['type'] === 'tool';
  return needsToken || forced || output?.['format'] ? ['one-token'] : ['zero-tokens', 'one-token'];
}

function isEmpty(prefix: Prefix): boolean {
  return prefix.tools.length === 0 && prefix.system.length === 0 && prefix.messages.length === 0;
}
