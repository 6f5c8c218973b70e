import type { FinishReason, Usage } from '@forewarm/core';
import type { RawFinishReason, RawUsage } from './model.js';

/** Providers fill in 0 for no count, so 0 counts only if the backend named its cache. */
export function toUsage(
  { inputTokens, outputTokens, cachedInputTokens, raw }: RawUsage,
  metadata: Record<string, unknown> = {},
): Usage {
  const input = typeof inputTokens === 'object' ? inputTokens : { total: inputTokens, cacheRead: cachedInputTokens };
  const output = typeof outputTokens === 'object' ? outputTokens.total : outputTokens;
  const said = namedCounts(raw);
  const written = 'cacheWrite' in input ? input.cacheWrite : firstCount(metadata, 'cacheCreationInputTokens');
  return {
    prompt: input.total ?? null,
    cacheRead: trusted(input.cacheRead, raw, said.read),
    cacheWrite: trusted(written, raw, said.write),
    output: output ?? null,
  };
}

export function toFinishReason(reason: RawFinishReason): FinishReason {
  const word = typeof reason === 'string' ? reason : reason.unified;
  const known: readonly string[] = ['stop', 'length', 'tool-calls', 'content-filter'] satisfies FinishReason[];
  return known.includes(word ?? '') ? (word as FinishReason) : 'other';
}

function trusted(count: number | undefined, raw: unknown, wasNamed: boolean): number | null {
  if (count === undefined) return null;
  return count === 0 && raw !== undefined && !wasNamed ? null : count;
}

function namedCounts(raw: unknown): { read: boolean; write: boolean } {
  const named = { read: false, write: false };
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== 'number') look(item);
      else if (/cache_?(creation|write)/i.test(key)) named.write = true;
      else if (/cache/i.test(key)) named.read = true;
    }
  };
  look(raw);
  return named;
}

function firstCount(metadata: Record<string, unknown>, name: string): number | undefined {
  for (const provider of Object.values(metadata)) {
    const count = (provider as Record<string, unknown> | null)?.[name];
    if (typeof count === 'number') return count;
  }
  return undefined;
}
