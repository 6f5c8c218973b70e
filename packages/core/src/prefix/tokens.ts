import { prefixTexts, type Prefix } from './prefix.js';

/**
 * Characters per token: the vendors' rule of thumb for English. Source code ranges from 2.7 (the cookbook's C: 405,841 characters, 151,629 tokens)
 * to 4.2 (minified JavaScript), so an estimate may be off by a third.
 */
const CHARACTERS_PER_TOKEN = 4;

/** About how many tokens a prefix holds, for comparing with a minimum or a budget before the backend has counted. */
export function estimateTokens(prefix: Prefix): number {
  let characters = 0;
  for (const text of prefixTexts(prefix)) characters += text.length;
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
