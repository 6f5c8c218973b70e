import { seededRandom } from './random.js';
import { BUCKETS, drawWriters, type Figures, type Intervals, withIntervals } from './figures.js';
import type { Latency } from './latency.js';
import { LEADS, replay, type Visit, type Way } from './replay.js';
import type { Draft } from './trace.js';

export interface WayResult {
  readonly name: string;
  readonly buckets: readonly (Figures & { readonly interval: Intervals; readonly from: number; readonly to: number })[];
  readonly all: Figures & { readonly interval: Intervals };
}

export interface RunOptions {
  readonly drafts: AsyncIterable<Draft> | Iterable<Draft>;
  readonly ways: readonly Way[];
  readonly latency: Latency;
  /** Share of visits without a question, from 0 to below 1. */
  readonly leave: number;
}

const SEED = 17;
const RESAMPLES = 400;

/** Shares of visitors without a question who show at least each sign. Assumed. */
export const REACH = [
  { share: 0.05, reach: LEADS.length + 1, until: 'type a letter' },
  { share: 0.2, reach: LEADS.length, until: 'focus the input' },
  { share: 0.4, reach: 2, until: 'have it in view for five seconds' },
] as const;

/** Replays drafts, holding one at a time; visits come in the same order for every way. */
export async function replayAll({ drafts, ways, latency, leave }: RunOptions): Promise<Visit[][]> {
  const replays = ways.map((way) => replay(way, latency));
  const visits: Visit[][] = ways.map(() => []);
  const random = seededRandom(SEED);
  for await (const draft of drafts) {
    while (random() < leave) {
      const drawn = random();
      const reach = REACH.find(({ share }) => drawn < share)?.reach ?? 0;
      for (const [index, each] of replays.entries()) visits[index]!.push(await each.leave(draft.writer, reach));
    }
    for (const [index, each] of replays.entries()) visits[index]!.push(await each.ask(draft));
  }
  return visits;
}

/** The first way is the baseline. */
export function resultsOf(ways: readonly Way[], visits: readonly (readonly Visit[])[]): WayResult[] {
  const writers = new Set(visits[0]!.map(({ writer }) => writer));
  const draws = drawWriters([...writers], RESAMPLES, seededRandom(SEED));
  return ways.map(({ name }, way) => {
    const all = visits[way]!.map((visit, index) => {
      const { ttftMs, paid } = visits[0]![index]!;
      return { ...visit, savedMs: ttftMs === null ? 0 : ttftMs - visit.ttftMs!, unwarmed: paid };
    });
    const buckets = BUCKETS.map(({ from, to }) => ({
      from,
      to,
      ...withIntervals(
        all.filter(({ length }) => length !== null && length >= from && length <= to),
        draws,
      ),
    }));
    return { name, buckets, all: withIntervals(all, draws) };
  });
}
