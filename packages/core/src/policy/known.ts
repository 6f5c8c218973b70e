import type { Adapter } from '../adapter/adapter.js';
import type { PrefixState } from './policy.js';
import { prefixSize } from '../prefix/madePrefix.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';

/** Estimates may be off by a third. */
const CERTAINLY = 1.5;

export function knownOf<P extends Prefix | PrefixRef>(
  adapter: Adapter<P>,
  prefix: P,
): Pick<PrefixState, 'tokens' | 'mostTokens' | 'unwarmable'> {
  const { abilities } = adapter;
  const { tokens, mostTokens } = prefixSize(prefix) ?? { tokens: null, mostTokens: null };
  if (abilities?.warm === false || typeof adapter.warm !== 'function') {
    return { tokens, mostTokens, unwarmable: 'unsupported' };
  }
  // A named prefix has no length here; its adapter reports that when called.
  const minimum = tokens === null ? null : (abilities?.minTokens?.(prefix) ?? null);
  const short = tokens !== null && minimum !== null && tokens * CERTAINLY < minimum;
  return { tokens, mostTokens, unwarmable: short ? 'below-minimum' : null };
}
