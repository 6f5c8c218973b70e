import type { ForewarmEvent } from '../client/events.js';

/** `adopted`: the answer was begun before; `unknown`: the backend doesn't say. */
export type Lane = (typeof LANES)[number];

const LANES = ['cold', 'joined', 'warm', 'adopted', 'unknown'] as const;

export function laneOfAsk({ joined, outcome, adopted }: ForewarmEvent & { type: 'ask-finished' }): Lane {
  if (adopted) return 'adopted';
  if (joined) return 'joined';
  if (outcome === 'hit') return 'warm';
  // Partial: of a long thread nearly warm, of a changed prefix nearly cold.
  return outcome === 'miss' ? 'cold' : 'unknown';
}

export function byLane<T>(tell: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, tell(lane)])) as Record<Lane, T>;
}
