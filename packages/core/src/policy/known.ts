import type { Adapter } from '../adapter/adapter.js';
import type { PrefixState } from './policy.js';
import { prefixSize } from '../prefix/madePrefix.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';

/**
 * An estimate may be off by a third: only a prefix that is shorter even so is known to be too
 * short.
 */
const CERTAINLY = 1.5;

/**
 * What is known of a prefix before anything has happened: about how large it is, and whether the
 * backend can warm it at all.
 */
export function knownOf<P extends Prefix | PrefixRef>(
  adapter: Adapter<P>,
  prefix: P,
): Pick<PrefixState, 'tokens' | 'mostTokens' | 'unwarmable'> {
  const { abilities } = adapter;
  const { tokens, mostTokens } = prefixSize(prefix) ?? { tokens: null, mostTokens: null };
  if (abilities?.warm === false || typeof adapter.warm !== 'function') {
    return { tokens, mostTokens, unwarmable: 'unsupported' };
  }
  // What only names a prefix has no length here; an adapter that needs the prefix itself says so at
  // the call.
  const minimum = tokens === null ? null : (abilities?.minTokens?.(prefix) ?? null);
  const short = tokens !== null && minimum !== null && tokens * CERTAINLY < minimum;
  return { tokens, mostTokens, unwarmable: short ? 'below-minimum' : null };
}
