import type { ForewarmEvent } from '../client/events.js';

/**
 * How a question met its prefix: `cold`, `joined` to a warm in flight, `warm`, `adopted` if the
 * answer was begun before, or `unknown` if the backend doesn't say.
 */
export type Lane = (typeof LANES)[number];

const LANES = ['cold', 'joined', 'warm', 'adopted', 'unknown'] as const;

/** The lane of an answered question. Pure. */
export function laneOfAsk({ joined, outcome, adopted }: ForewarmEvent & { type: 'ask-finished' }): Lane {
  if (adopted) return 'adopted';
  if (joined) return 'joined';
  if (outcome === 'hit') return 'warm';
  // A partial hit is neither: of a long thread it is nearly warm, of a changed prefix nearly cold.
  return outcome === 'miss' ? 'cold' : 'unknown';
}

/** Makes a value for each lane. */
export function byLane<T>(tell: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, tell(lane)])) as Record<Lane, T>;
}
