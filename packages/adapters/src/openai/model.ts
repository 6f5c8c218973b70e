import { invalidOption, type Prefix, ttlToMs } from '@forewarm/core';

/** How long a model keeps a prefix. */
export interface Keeping {
  /**
   * The API's own word for it, where it takes one; null where prefixes are cached without being
   * asked.
   */
  readonly ttl: '30m' | '12h' | null;
  readonly ttlMs: number;
  /** Prompts of fewer tokens are not cached; null where that is not known. */
  readonly minTokens: number | null;
}

/** The shortest prompt OpenAI caches by itself, in tokens (prompt caching guide). */
const MIN_TOKENS = 1_024;

/**
 * How a model caches: from gpt-5.6 on at marked places, before that by itself; what is not OpenAI's
 * by rules of its own.
 */
export function keepingOf({ model, ttl, settings }: Prefix): Keeping {
  const ttlMs = ttlToMs(ttl);
  if (!isOpenAi(model)) return { ttl: null, ttlMs, minTokens: null };
  // The guide to prompt caching: 5 to 10 minutes without use, up to 24 hours where that is asked
  // for.
  const kept = settings['prompt_cache_retention'] === '24h' ? '24h' : '5m';
  if (!isMarked(model)) return { ttl: null, ttlMs: ttlToMs(kept), minTokens: MIN_TOKENS };
  // The shortest of the two that lasts as long as is wanted.
  const word = (['30m', '12h'] as const).find((each) => ttlToMs(each) >= ttlMs);
  if (!word) throw invalidOption('openai', 'ttl', ttl, "at most '12h', the longest this API keeps a prefix");
  return { ttl: word, ttlMs: ttlToMs(word), minTokens: null };
}

/** Whether a model is OpenAI's own, by its name. */
export function isOpenAi(model: string): boolean {
  return /^(gpt-|o\d|chatgpt-)/.test(model);
}

/**
 * Whether a model takes breakpoints and can prepare its cache without an answer: gpt-5.6 and later
 * (openai 7.57, `prompt_cache_options`).
 */
function isMarked(model: string): boolean {
  const [, major = '0', minor = '0'] = /^gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? [];
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
}
