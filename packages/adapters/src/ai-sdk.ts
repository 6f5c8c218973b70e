import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  type CallOptions,
  invalidOption,
  type Prefix,
  type Turn,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { toError } from './ai-sdk/errors.js';
import {
  type AiSdkModel,
  generate,
  type ProviderOptions,
  type RawGenerated,
  type RawPart,
  stream,
} from './ai-sdk/model.js';
import { defaultCacheControl, TOKENS, warmMethods } from './ai-sdk/provider.js';
import { keptMs, PartReader } from './ai-sdk/reader.js';
import { renderAsk, renderWarm } from './ai-sdk/render.js';
import { toUsage } from './ai-sdk/usage.js';
import { streamAnswer } from './backend/answer.js';
import { descend } from './backend/ladder.js';

export type { AiSdkModel, ProviderOptions } from './ai-sdk/model.js';

export interface AiSdkOptions {
  /** A language model of the AI SDK, or a provider: a function that gives one for the prefix's `model`. */
  model: AiSdkModel | ((name: string) => AiSdkModel);
  /** The provider options that make a breakpoint. Default: Anthropic's, OpenRouter's and Bedrock's, which others pass over. */
  cacheControl?: ((prefix: Prefix, model: AiSdkModel) => ProviderOptions) | undefined;
  /** The most tokens an answer may have. Default: the provider's. */
  maxTokens?: number | undefined;
}

/**
 * Any language model of the AI SDK, called as the SDK itself calls it but without its retries. Settings are in the SDK's names (`temperature`,
 * `toolChoice`, `providerOptions`), blocks in its form.
 */
export function aiSdk({ model, cacheControl = defaultCacheControl, maxTokens }: AiSdkOptions): Adapter<Prefix> {
  if (typeof model !== 'function' && typeof model?.doStream !== 'function') {
    throw invalidOption('aiSdk', 'model', model, 'a language model or a provider of the AI SDK');
  }
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1)) {
    throw invalidOption('aiSdk', 'maxTokens', maxTokens, 'a whole number, 1 or more');
  }

  const modelOf = (prefix: Prefix): AiSdkModel => {
    if (typeof model === 'function') return model(prefix.model);
    if (model.modelId === prefix.model) return model;
    throw invalidOption('aiSdk', 'prefix.model', prefix.model, `${JSON.stringify(model.modelId)}, the model given`);
  };

  return {
    name: 'ai-sdk',

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'aiSdk');
      signal?.throwIfAborted();
      const { tools, system, messages } = prefix;
      if (tools.length + system.length + messages.length === 0) return { status: 'skipped', reason: 'below-minimum' };
      const called = modelOf(prefix);
      const control = cacheControl(prefix, called);
      const send = async (method: WarmMethod): Promise<WarmResult> => {
        const options = { ...renderWarm(prefix, control, TOKENS[method]), abortSignal: signal };
        const generated = (await generate(called, options).catch((thrown: unknown) => {
          throw signal?.aborted ? signal.reason : toError(thrown);
        })) as RawGenerated;
        const usage = toUsage(generated.usage, generated.providerMetadata);
        const ttlMs = keptMs(usage, prefix);
        if (ttlMs === undefined) return { status: 'skipped', reason: 'below-minimum', usage };
        return { status: 'warmed', hash: prefix.hash, method, usage, ttlMs };
      };
      // A provider makes a model anew for each call: what is remembered is remembered of the provider.
      return descend({ backend: model, model: prefix.model, methods: warmMethods(called), send });
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'aiSdk');
      const called = modelOf(prefix);
      const body = renderAsk(prefix, turn, cacheControl(prefix, called), maxTokens);
      const open = (abortSignal: AbortSignal): Promise<AsyncIterable<RawPart>> =>
        stream(called, { ...body, abortSignal });
      yield* streamAnswer({ prefix, options, open, reader: new PartReader(prefix), toError });
    },
  };
}
