import type { Adapter } from './adapter.js';
import type { PrefixState } from './policy.js';
import { isPrefix } from './madePrefix.js';
import type { Prefix } from './prefix.js';
import type { PrefixRef } from './prefixRef.js';
import { estimateTokens } from './tokens.js';

/** An estimate may be off by a third: only a prefix that is shorter even so is known to be too short. */
const CERTAINLY = 1.5;

/** What is known of a prefix before anything has happened: about how large it is, and whether the backend can warm it at all. */
export function knownOf<P extends Prefix | PrefixRef>(
  adapter: Adapter<P>,
  prefix: P,
): Pick<PrefixState, 'tokens' | 'unwarmable'> {
  const { abilities } = adapter;
  const tokens = isPrefix(prefix) ? estimateTokens(prefix) : null;
  if (abilities?.warm === false || typeof adapter.warm !== 'function') return { tokens, unwarmable: 'unsupported' };
  // What only names a prefix has no length here; an adapter that needs the prefix itself says so at the call.
  const minimum = tokens === null ? null : (abilities?.minTokens?.(prefix) ?? null);
  const short = tokens !== null && minimum !== null && tokens * CERTAINLY < minimum;
  return { tokens, unwarmable: short ? 'below-minimum' : null };
}
