import type { TimingLane } from './lane.js';

/** In drawing order. */
export const PHASES = ['typing', 'waiting', 'model', 'streaming', 'warm', 'begun'] as const;

/** Milliseconds, in the order of `PHASES`. */
export function durations({ typingMs, waitedMs, modelMs, streamingMs, warm, begunMs }: TimingLane): (number | null)[] {
  return [typingMs, waitedMs, modelMs, streamingMs, warm?.durationMs ?? null, begunMs ?? null];
}
