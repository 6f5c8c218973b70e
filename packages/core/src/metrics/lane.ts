import type { ForewarmEvent } from '../client/events.js';

/**
 * How a question met its prefix: `cold`, `joined` to a warm in flight, `warm`, `adopted` where its
 * answer had been begun before, or `unknown` where the backend does not say.
 */
export type Lane = 'cold' | 'joined' | 'warm' | 'adopted' | 'unknown';

/** How an answered question met its prefix. Pure. */
export function laneOfAsk({ joined, outcome, adopted }: ForewarmEvent & { type: 'ask-finished' }): Lane {
  if (adopted) return 'adopted';
  if (joined) return 'joined';
  if (outcome === 'hit') return 'warm';
  // Part of the prompt was read anew, so it is neither: a partial hit of a long thread is nearly
  // warm, one of a changed prefix nearly cold.
  return outcome === 'miss' ? 'cold' : 'unknown';
}

/** What is told of each lane. */
export function byLane<T>(tell: (lane: Lane) => T): Record<Lane, T> {
  return {
    cold: tell('cold'),
    joined: tell('joined'),
    warm: tell('warm'),
    adopted: tell('adopted'),
    unknown: tell('unknown'),
  };
}
