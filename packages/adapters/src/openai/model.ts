import { invalidOption, type Prefix, ttlToMs } from '@forewarm/core';

export interface Keeping {
  /** The API's word; null if the model caches by itself. */
  readonly ttl: '30m' | '12h' | null;
  readonly ttlMs: number;
  /** Null if unknown. */
  readonly minTokens: number | null;
}

/** Prompt caching guide. */
const MIN_TOKENS = 1_024;

/** From gpt-5.6 on at breakpoints, before by itself. */
export function keepingOf({ model, ttl, settings }: Prefix): Keeping {
  const ttlMs = ttlToMs(ttl);
  if (!isOpenAi(model)) return { ttl: null, ttlMs, minTokens: null };
  // Prompt caching guide: 5 to 10 minutes unused, or 24 hours on request.
  const kept = settings['prompt_cache_retention'] === '24h' ? '24h' : '5m';
  if (!isMarked(model)) return { ttl: null, ttlMs: ttlToMs(kept), minTokens: MIN_TOKENS };
  const word = (['30m', '12h'] as const).find((each) => ttlToMs(each) >= ttlMs);
  if (!word) throw invalidOption('openai', 'ttl', ttl, "at most '12h', the longest this API keeps a prefix");
  return { ttl: word, ttlMs: ttlToMs(word), minTokens: null };
}

export function isOpenAi(model: string): boolean {
  return /^(gpt-|o\d|chatgpt-)/.test(model);
}

/** gpt-5.6 and later (openai 7.57, `prompt_cache_options`). */
function isMarked(model: string): boolean {
  const [, major = '0', minor = '0'] = /^gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? [];
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
}
