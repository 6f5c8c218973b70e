import type { Adapter } from '../adapter/adapter.js';
import type { PrefixState } from './policy.js';
import { isPrefix } from '../prefix/madePrefix.js';
import { isText, type Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { estimateTokens, utf8Length } from '../prefix/tokens.js';

/**
 * An estimate may be off by a third: only a prefix that is shorter even so is known to be too
 * short.
 */
const CERTAINLY = 1.5;

/**
 * More than backends add to what they are given: role marks, and up to some 700 tokens that tell a
 * model how to use tools.
 */
const ADDED_TOKENS = 1_000;

/**
 * What is known of a prefix before anything has happened: about how large it is, and whether the
 * backend can warm it at all.
 */
export function knownOf<P extends Prefix | PrefixRef>(
  adapter: Adapter<P>,
  prefix: P,
): Pick<PrefixState, 'tokens' | 'mostTokens' | 'unwarmable'> {
  const { abilities } = adapter;
  const tokens = isPrefix(prefix) ? estimateTokens(prefix) : null;
  const mostTokens = isPrefix(prefix) ? mostTokensOf(prefix) : null;
  if (abilities?.warm === false || typeof adapter.warm !== 'function') {
    return { tokens, mostTokens, unwarmable: 'unsupported' };
  }
  // What only names a prefix has no length here; an adapter that needs the prefix itself says so at
  // the call.
  const minimum = tokens === null ? null : (abilities?.minTokens?.(prefix) ?? null);
  const short = tokens !== null && minimum !== null && tokens * CERTAINLY < minimum;
  return { tokens, mostTokens, unwarmable: short ? 'below-minimum' : null };
}

/**
 * Tokens a prefix can't exceed, since no tokenizer splits a byte: one for each byte of it in JSON.
 * Null with an image or a document, whose bytes bound nothing.
 */
function mostTokensOf({ settings, tools, system, messages }: Prefix): number | null {
  const isAllText = [...system, ...messages.flatMap(({ content }) => content)].every(isText);
  return isAllText ? utf8Length(JSON.stringify([settings, tools, system, messages])) + ADDED_TOKENS : null;
}
