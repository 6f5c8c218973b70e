import { definePrefix, ForewarmError, type Prefix } from '@forewarm/core';
import type { PrefixResolver } from '@forewarm/server';
import { LRUCache } from 'lru-cache';
import type { Context } from './context.js';

/**
 * How many prefixes of one context are kept ready: each holds the context's text once between them,
 * and costs some milliseconds to hash.
 */
const KEPT = 100;

/**
 * Resolves a context by its `run`: a word that comes before the text, as the cookbook's timestamp
 * does, so that each run begins on a cold cache and lanes don't share one.
 */
export function contextPrefix(context: Context, model: string): PrefixResolver {
  const ready = new LRUCache<string, Prefix>({ max: KEPT });
  return async ({ run = '' }) => {
    if (typeof run !== 'string' || !/^[\w-]{0,64}$/.test(run)) {
      throw new ForewarmError('invalid-request', 'params.run: it must be at most 64 letters, digits, - or _.', {
        status: 400,
      });
    }
    const known = ready.get(run);
    if (known) return known;
    const text = await context.load();
    const salt = run === '' ? [] : [{ type: 'text' as const, text: `Run: ${run}` }];
    const prefix = definePrefix({
      model,
      system: context.role,
      messages: [{ role: 'user', content: [...salt, { type: 'text', text: `Source to analyze:\n\n${text}` }] }],
    });
    ready.set(run, prefix);
    return prefix;
  };
}
