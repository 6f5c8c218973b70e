import { type FinishReason, type Prefix, ttlToMs } from '@forewarm/core';
import type { Figures } from '../backend/provider.js';
import type { RawUsage } from './client.js';

/** `input_tokens` excludes reads and writes, both 0 below the minimum. */
export function figuresOf({ ttl }: Prefix, raw: RawUsage): Figures {
  const cacheRead = raw.cache_read_input_tokens ?? null;
  const cacheWrite = raw.cache_creation_input_tokens ?? null;
  const input = raw.input_tokens ?? null;
  const prompt = input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0);
  return {
    usage: { prompt, cacheRead, cacheWrite, output: raw.output_tokens ?? null },
    ttlMs: cacheRead === 0 && cacheWrite === 0 ? undefined : ttlToMs(ttl),
  };
}

export function mergeUsage(known: RawUsage, later: RawUsage | null | undefined): RawUsage {
  const reported = Object.entries(later ?? {}).filter(([, count]) => typeof count === 'number');
  return { ...known, ...Object.fromEntries(reported) };
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
