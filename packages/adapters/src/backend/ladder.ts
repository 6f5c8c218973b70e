import type { ForewarmError, WarmMethod, WarmResult } from '@forewarm/core';
import { onceMore } from './broken.js';
import { refusesMethod } from './errors.js';

/** What a client's backend refused: a model and a warm method. */
const REFUSED = new WeakMap<object, Set<string>>();

/** Warms by the best method the backend takes, else skips as `unsupported`. */
export async function descend(
  client: object,
  model: string,
  methods: readonly WarmMethod[],
  send: (method: WarmMethod) => Promise<WarmResult>,
): Promise<WarmResult> {
  const refused = REFUSED.get(client) ?? new Set();
  REFUSED.set(client, refused);
  const left = methods.filter((method) => !refused.has(`${model} ${method}`));
  const tried: WarmMethod[] = [];
  const learn = (): void => tried.forEach((method) => refused.add(`${model} ${method}`));
  const sendOnce = onceMore(send);
  for (const method of left) {
    try {
      const result = await sendOnce(method);
      learn();
      return result;
    } catch (thrown) {
      const error = thrown as ForewarmError;
      tried.push(method);
      if (!refusesMethod(error)) throw error;
      if (tried.length < left.length) continue;
      // Not about few tokens: the ask would fail too.
      if (!/max_(?:output_|completion_)?tokens|prewarm/i.test(error.message)) throw error;
      learn();
    }
  }
  return { status: 'skipped', reason: 'unsupported' };
}
