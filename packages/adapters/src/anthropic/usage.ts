import type { FinishReason, Usage } from '@forewarm/core';
import type { RawUsage } from './client.js';

/**
 * The API's counts in the kit's terms: its `input_tokens` is only what was neither read from the
 * cache nor written to it.
 */
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

/** Adds what a later event reports; what it leaves out stays. */
export function mergeUsage(known: RawUsage, later: RawUsage | null | undefined): RawUsage {
  const reported = Object.entries(later ?? {}).filter(([, count]) => typeof count === 'number');
  return { ...known, ...Object.fromEntries(reported) };
}

/** Whether the API says that nothing was cached: the prefix is shorter than the model's minimum. */
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

/** The API's stop reasons in the kit's terms. */
export function toFinishReason(reason: string | null | undefined): FinishReason {
  return REASONS[reason ?? ''] ?? 'other';
}
