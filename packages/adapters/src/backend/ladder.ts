import type { ForewarmError, WarmMethod, WarmResult } from '@forewarm/core';
import { onceMore } from './broken.js';
import { refusesMethod } from './errors.js';

/**
 * Ways of warming that a backend has refused, by its client and by model: asked once, remembered
 * for as long as the client lives.
 */
const REFUSED = new WeakMap<object, Map<string, Set<WarmMethod>>>();

export interface Ladder {
  /** The client: two adapters over the same one learn from each other. */
  readonly backend: object;
  readonly model: string;
  /** Ways to warm, best first. */
  readonly methods: readonly WarmMethod[];
  /** Sends one; throws a `ForewarmError`. */
  readonly send: (method: WarmMethod) => Promise<WarmResult>;
}

/**
 * Warms by the best way the backend takes; skips as `unsupported` where it takes none. Where a
 * connection ended before any byte of the response, that request is sent once more: the only retry
 * a warm makes, however many ways it tries.
 */
export async function descend({ backend, model, methods, send }: Ladder): Promise<WarmResult> {
  const refused = refusedBy(backend, model);
  const left = methods.filter((method) => !refused.has(method));
  const tried: WarmMethod[] = [];
  const sendOnce = onceMore(send);
  for (const method of left) {
    try {
      const result = await sendOnce(method);
      for (const earlier of tried) refused.add(earlier);
      return result;
    } catch (thrown) {
      const error = thrown as ForewarmError;
      tried.push(method);
      if (!refusesMethod(error)) throw error;
      if (tried.length < left.length) continue;
      // Refused for another reason than how few tokens are asked for, the question will be too:
      // that is an error to show.
      if (!/max_(?:output_|completion_)?tokens|prewarm/i.test(error.message)) throw error;
      for (const each of tried) refused.add(each);
    }
  }
  return { status: 'skipped', reason: 'unsupported' };
}

function refusedBy(backend: object, model: string): Set<WarmMethod> {
  const models = REFUSED.get(backend) ?? new Map<string, Set<WarmMethod>>();
  REFUSED.set(backend, models);
  const refused = models.get(model) ?? new Set();
  models.set(model, refused);
  return refused;
}
