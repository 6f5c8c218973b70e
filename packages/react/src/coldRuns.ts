import type { ForewarmClient } from '@forewarm/core';
import { laneOfAsk } from '@forewarm/core/kit';
import type { AnyPrefix } from './useStablePrefix.js';

/** Runs kept of each client: enough for a median. */
const KEPT = 200;

const runs = new WeakMap<object, number[]>();

/**
 * The times to the first token of a client's questions on a cold prefix, in milliseconds, since
 * this was first called for it.
 */
export function coldRuns(client: ForewarmClient<AnyPrefix>): readonly number[] {
  const known = runs.get(client);
  if (known) return known;
  const times: number[] = [];
  runs.set(client, times);
  client.onEvent((event) => {
    if (event.type !== 'ask-finished' || event.ttftMs === null || laneOfAsk(event) !== 'cold') return;
    if (times.push(event.ttftMs) > KEPT) times.shift();
  });
  return times;
}
