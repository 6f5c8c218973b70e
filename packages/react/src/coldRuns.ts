import type { ForewarmClient } from '@forewarm/core';
import { laneOfAsk } from '@forewarm/core/kit';
import type { AnyPrefix } from './useStablePrefix.js';

const KEPT = 200;

const runs = new WeakMap<object, number[]>();

/** TTFT of a client's cold asks since the first call, in milliseconds. */
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
