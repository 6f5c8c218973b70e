import type { TimingLane } from './lane.js';

/** What a lane's time is made of, in the order in which it is drawn. */
export const PHASES = ['typing', 'waiting', 'model', 'streaming', 'warm', 'begun'] as const;

/** The durations of a lane in milliseconds, in the order of `PHASES`. */
export function durations({ typingMs, waitedMs, modelMs, streamingMs, warm, begunMs }: TimingLane): (number | null)[] {
  return [typingMs, waitedMs, modelMs, streamingMs, warm?.durationMs ?? null, begunMs ?? null];
}
