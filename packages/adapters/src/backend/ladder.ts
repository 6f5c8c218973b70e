import type { ForewarmError, WarmMethod, WarmResult } from '@forewarm/core';
import { onceMore } from './broken.js';
import { refusesMethod } from './errors.js';

/** By client and model. */
const REFUSED = new WeakMap<object, Map<string, Set<WarmMethod>>>();

export interface Ladder {
  readonly backend: object;
  readonly model: string;
  readonly methods: readonly WarmMethod[];
  readonly send: (method: WarmMethod) => Promise<WarmResult>;
}

/** Warms by the best method the backend takes, else skips as `unsupported`. */
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
      // Not about few tokens: the ask would fail too.
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
