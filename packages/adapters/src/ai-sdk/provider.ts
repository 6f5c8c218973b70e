import { invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import { isOpenAi, keepingOf } from '../openai/model.js';
import type { AiSdkModel, ProviderOptions } from './model.js';

export interface Caching {
  readonly breakpoint: ProviderOptions;
  readonly call: ProviderOptions;
}

export const TOKENS: Readonly<Record<WarmMethod, number>> = {
  'zero-tokens': 0,
  prewarm: 0,
  'one-token': 1,
  'few-tokens': 16,
};

/** Best first. Only Anthropic is known to read 0 as none, not as no limit. */
export function warmMethods({ provider }: AiSdkModel): readonly WarmMethod[] {
  if (isAnthropic(provider)) return ['zero-tokens', 'one-token'];
  if (/^(openai|azure)\b/.test(provider)) return ['few-tokens'];
  return ['one-token', 'few-tokens'];
}

export function callOptions(prefix: Prefix, { provider }: AiSdkModel): ProviderOptions {
  // Anthropic's provider renders tools differently in a stream.
  const options: ProviderOptions = { anthropic: { toolStreaming: false } };
  const { ttl } = markedOpenAi(prefix, provider);
  // An automatic breakpoint would fall on the question.
  return ttl === null ? options : { ...options, openai: { promptCacheOptions: { mode: 'explicit', ttl } } };
}

function markedOpenAi(prefix: Prefix, provider: string): { ttl: string | null } {
  return provider.startsWith('openai.') && isOpenAi(prefix.model) ? keepingOf(prefix) : { ttl: null };
}

/** Providers ignore each other's options. */
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

function isAnthropic(provider: string): boolean {
  return /anthropic/.test(provider);
}
