import { invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import { isOpenAi, keepingOf } from '../openai/model.js';
import type { AiSdkModel, ProviderOptions } from './model.js';

/** How a provider is told to cache. */
export interface Caching {
  /** The provider options that make a breakpoint, on the part that it ends. */
  readonly breakpoint: ProviderOptions;
  /** Those of the call, beside what the prefix's settings say. */
  readonly call: ProviderOptions;
}

/** How many tokens each way of warming asks for. */
export const TOKENS: Readonly<Record<WarmMethod, number>> = {
  'zero-tokens': 0,
  prewarm: 0,
  'one-token': 1,
  'few-tokens': 16,
};

/**
 * Ways to warm a provider's models, best first: only Anthropic's is known to take 0 as none,
 * elsewhere it may mean no limit.
 */
export function warmMethods({ provider }: AiSdkModel): readonly WarmMethod[] {
  if (isAnthropic(provider)) return ['zero-tokens', 'one-token'];
  if (/^(openai|azure)\b/.test(provider)) return ['few-tokens'];
  return ['one-token', 'few-tokens'];
}

/** Provider options that every call of a prefix has, so that warm and ask are cached alike. */
export function callOptions(prefix: Prefix, { provider }: AiSdkModel): ProviderOptions {
  // Anthropic's provider writes tools one way for a stream and another way without, which would
  // part the warm from the ask.
  const options: ProviderOptions = { anthropic: { toolStreaming: false } };
  const { ttl } = markedOpenAi(prefix, provider);
  // Breakpoints are ours to set: one of the API's own would stand on the question, and be written
  // by every ask.
  return ttl === null ? options : { ...options, openai: { promptCacheOptions: { mode: 'explicit', ttl } } };
}

/** How an OpenAI model that takes breakpoints keeps a prefix. */
function markedOpenAi(prefix: Prefix, provider: string): { ttl: string | null } {
  return provider.startsWith('openai.') && isOpenAi(prefix.model) ? keepingOf(prefix) : { ttl: null };
}

/**
 * The breakpoint in the words of each provider that takes one; a provider passes over the others'
 * words.
 */
export function defaultCacheControl(prefix: Prefix, { provider }: AiSdkModel): ProviderOptions {
  const { ttl } = prefix;
  if (isAnthropic(provider) && ttl !== '5m' && ttl !== '1h') {
    throw invalidOption('aiSdk', 'ttl', ttl, `'5m' or '1h', the two that ${provider} knows`);
  }
  const control = { type: 'ephemeral', ...(ttl === '1h' && { ttl }) };
  return {
    anthropic: { cacheControl: control },
    openrouter: { cacheControl: control },
    bedrock: { cachePoint: { type: 'default' } },
    ...(markedOpenAi(prefix, provider).ttl !== null && { openai: { promptCacheBreakpoint: { mode: 'explicit' } } }),
  };
}

/** Whether a provider speaks to Anthropic's models by their own wire, whoever hosts them. */
function isAnthropic(provider: string): boolean {
  return /anthropic/.test(provider);
}
