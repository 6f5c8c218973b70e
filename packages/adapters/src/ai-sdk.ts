import { type Adapter, assertPrefix, invalidOption, type Prefix } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import {
  type AiSdkModel,
  generate,
  type ProviderOptions,
  type RawGenerated,
  type RawPart,
  stream,
} from './ai-sdk/model.js';
import { callOptions, type Caching, defaultCacheControl, TOKENS, warmMethods } from './ai-sdk/provider.js';
import type { AiSdkPrompt, PromptOptions } from './ai-sdk/prompt.js';
import { figuresOf, PartReader } from './ai-sdk/reader.js';
import { renderAsk, renderPrompt, renderWarm } from './ai-sdk/render.js';
import type { ThreadMessage } from './ai-sdk/thread.js';
import { providerAdapter } from './backend/adapter.js';
import { fromSdkError } from './backend/sdkError.js';

export { forewarmMetadata, type ForewarmMetadata, type MetadataOptions, type StreamPart } from './ai-sdk/metadata.js';
export type { AiSdkModel, ProviderOptions } from './ai-sdk/model.js';
export type { AiSdkPrompt, PromptOptions } from './ai-sdk/prompt.js';
export type { ThreadMessage } from './ai-sdk/thread.js';
export type { ToolParts } from './ai-sdk/tools.js';

export interface AiSdkOptions<Model extends AiSdkModel = AiSdkModel> {
  /**
   * A model, or a function that makes the model a prefix names. Unbounded in size unless its
   * provider has `fetch: boundedFetch()`.
   */
  model: Model | ((name: string) => Model);
  /** Options that set a breakpoint. Default: Anthropic's, OpenRouter's, Bedrock's and OpenAI's. */
  cacheControl?: ((prefix: Prefix, model: Model) => ProviderOptions) | undefined;
  /** Most tokens in an answer. Default: the provider's. */
  maxTokens?: number | undefined;
}

/** Also renders a prefix for `streamText` and `generateText`. */
export interface AiSdkAdapter<Model extends AiSdkModel = AiSdkModel> extends Adapter<Prefix> {
  /**
   * Options for `streamText` and `generateText`, rendered as the warm is. Throws `invalid-option`
   * for a role such as `system` or a tool the prefix lacks.
   */
  promptOf<Message extends ThreadMessage>(prefix: Prefix, options: PromptOptions<Message>): AiSdkPrompt<Model, Message>;
}

/**
 * Makes an adapter for any AI SDK model, without the SDK's retries. Settings have the SDK's names:
 * `temperature`, `toolChoice`.
 */
export function aiSdk<Model extends AiSdkModel>(given: AiSdkOptions<Model>): AiSdkAdapter<Model> {
  const { model, cacheControl = defaultCacheControl, maxTokens } = given;
  if (typeof model !== 'function' && typeof model?.doStream !== 'function') {
    throw invalidOption('aiSdk', 'model', model, 'a language model or a provider of the AI SDK');
  }
  if (maxTokens !== undefined) wholeNumber('aiSdk', 'maxTokens', maxTokens);

  const modelOf = (prefix: Prefix): Model => {
    if (typeof model === 'function') return model(prefix.model);
    if (model.modelId === prefix.model) return model;
    throw invalidOption('aiSdk', 'prefix.model', prefix.model, `${JSON.stringify(model.modelId)}, the model given`);
  };

  const cachingOf = (prefix: Prefix): Caching => ({
    breakpoint: cacheControl(prefix, modelOf(prefix)),
    call: callOptions(prefix, modelOf(prefix)),
  });

  const adapter = providerAdapter<RawGenerated, RawPart>({
    name: 'ai-sdk',
    where: 'aiSdk',
    abilities: { parts: true },
    // A provider makes a new model per call.
    client: model,
    methods: (prefix) => warmMethods(modelOf(prefix)),
    warm: async (prefix, method, abortSignal) =>
      generate(modelOf(prefix), { ...renderWarm(prefix, cachingOf(prefix), TOKENS[method]), abortSignal }),
    figures: (prefix, { usage, providerMetadata }) => figuresOf(prefix, usage, providerMetadata),
    ask: async (prefix, turn, abortSignal) =>
      stream(modelOf(prefix), { ...renderAsk(prefix, turn, cachingOf(prefix), maxTokens), abortSignal }),
    reader: (prefix) => new PartReader(prefix),
    toError: (thrown, begun) => fromSdkError(thrown, model, begun),
  });

  return {
    ...adapter,

    promptOf<Message extends ThreadMessage>(
      prefix: Prefix,
      { messages, tools = {} }: PromptOptions<Message>,
    ): AiSdkPrompt<Model, Message> {
      assertPrefix(prefix, 'aiSdk.promptOf');
      if (!Array.isArray(messages)) {
        throw invalidOption(
          'aiSdk.promptOf',
          'messages',
          messages,
          'an array of messages, as convertToModelMessages gives',
        );
      }
      const rendered = renderPrompt(prefix, messages, cachingOf(prefix), tools);
      const limit = maxTokens === undefined ? {} : { maxOutputTokens: maxTokens };
      return { ...rendered, ...limit, model: modelOf(prefix) } as AiSdkPrompt<Model, Message>;
    },
  };
}
