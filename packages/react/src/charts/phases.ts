import type { TimingLane } from './lane.js';

/** The parts of a lane, as drawn. */
export const PHASES = ['typing', 'waiting', 'model', 'streaming', 'warm', 'begun'] as const;

/** A lane's durations in milliseconds, in the order of `PHASES`. */
export function durations({ typingMs, waitedMs, modelMs, streamingMs, warm, begunMs }: TimingLane): (number | null)[] {
  return [typingMs, waitedMs, modelMs, streamingMs, warm?.durationMs ?? null, begunMs ?? null];
}
