import { type Adapter, assertPrefix, type Prefix, type WarmMethod, type WarmResult } from '@forewarm/core';
import { streamAnswer } from './answer.js';
import { notAnAnswer } from './errors.js';
import { descend } from './ladder.js';
import type { Provider } from './provider.js';

/** Makes an adapter from a backend's parts. Retries no warm: questions need the rate limit. */
export function providerAdapter<Raw, Event>(provider: Provider<Raw, Event>): Adapter<Prefix> {
  const { name, where, abilities, client } = provider;
  return {
    name,
    abilities,

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, where);
      signal?.throwIfAborted();
      const { model, tools, system, messages, hash } = prefix;
      if (tools.length + system.length + messages.length === 0) return { status: 'skipped', reason: 'below-minimum' };
      const send = async (method: WarmMethod): Promise<WarmResult> => {
        const raw = await provider.warm(prefix, method, signal).catch((thrown: unknown) => {
          throw signal?.aborted ? signal.reason : provider.toError(thrown);
        });
        const figures = provider.figures(prefix, raw);
        if (!figures) throw notAnAnswer(raw);
        const { usage, ttlMs } = figures;
        if (ttlMs === undefined) return { status: 'skipped', reason: 'below-minimum', usage };
        return { status: 'warmed', hash, method, usage, ttlMs };
      };
      return descend(client, model, provider.methods(prefix), send);
    },

    // One generator, not two: each word passes through.
    ask: (prefix, turn, options = {}) => streamAnswer(provider, prefix, turn, options),
  };
}
