import { invalidOption, type Prefix, type WarmMethod } from '@forewarm/core';
import type { AiSdkModel, ProviderOptions } from './model.js';

/** How many tokens each way of warming asks for. */
export const TOKENS: Readonly<Record<WarmMethod, number>> = {
  'zero-tokens': 0,
  prewarm: 0,
  'one-token': 1,
  'few-tokens': 16,
};

/** Ways to warm a provider's models, best first: only Anthropic's is known to take 0 as none, elsewhere it may mean no limit. */
export function warmMethods({ provider }: AiSdkModel): readonly WarmMethod[] {
  if (isAnthropic(provider)) return ['zero-tokens', 'one-token'];
  if (/^(openai|azure)\b/.test(provider)) return ['few-tokens'];
  return ['one-token', 'few-tokens'];
}

/** The breakpoint in the words of each provider that takes one; a provider passes over the others' words. */
export function defaultCacheControl({ ttl }: Prefix, { provider }: AiSdkModel): ProviderOptions {
  if (isAnthropic(provider) && ttl !== '5m' && ttl !== '1h') {
    throw invalidOption('aiSdk', 'ttl', ttl, `'5m' or '1h', the two that ${provider} knows`);
  }
  const control = { type: 'ephemeral', ...(ttl === '1h' && { ttl }) };
  return {
    anthropic: { cacheControl: control },
    openrouter: { cacheControl: control },
    bedrock: { cachePoint: { type: 'default' } },
  };
}

/** Whether a provider speaks to Anthropic's models by their own wire, whoever hosts them. */
function isAnthropic(provider: string): boolean {
  return /anthropic/.test(provider);
}
