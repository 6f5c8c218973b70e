import type { FinishReason, Usage } from '@forewarm/core';
import type { RawUsage } from './client.js';

/** `input_tokens` excludes what the cache read or wrote. */
export function toUsage(raw: RawUsage): Usage {
  const cacheRead = raw.cache_read_input_tokens ?? null;
  const cacheWrite = raw.cache_creation_input_tokens ?? null;
  const input = raw.input_tokens ?? null;
  return {
    prompt: input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    cacheRead,
    cacheWrite,
    output: raw.output_tokens ?? null,
  };
}

export function mergeUsage(known: RawUsage, later: RawUsage | null | undefined): RawUsage {
  const reported = Object.entries(later ?? {}).filter(([, count]) => typeof count === 'number');
  return { ...known, ...Object.fromEntries(reported) };
}

/** The prefix is below the model's minimum. */
export function nothingCached({ cacheRead, cacheWrite }: Usage): boolean {
  return cacheRead === 0 && cacheWrite === 0;
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

export function toFinishReason(reason: string | null | undefined): FinishReason {
  return REASONS[reason ?? ''] ?? 'other';
}
