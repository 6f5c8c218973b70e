import { costOf } from '@forewarm/core/kit';
import type { Visit } from './replay.js';

/**
 * Dollars per million tokens: Claude Sonnet 4.6; Anthropic's factors are 0.1 for a read, 1.25 for a
 * write.
 */
export const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };

export interface Compared extends Visit {
  readonly savedMs: number;
  /** What the baseline paid for the same visit. */
  readonly unwarmed: Visit['paid'];
}

/** Question lengths, in characters. */
export const BUCKETS = [
  { from: 8, to: 19 },
  { from: 20, to: 59 },
  { from: 60, to: 119 },
  { from: 120, to: 249 },
  { from: 250, to: 400 },
] as const;

/**
 * Figures over visits; null if unknown. Times in ms; for each question `tokens` that were not read
 * from the cache, `cost` in dollars, and what the baseline spends more of both.
 */
export interface Figures {
  readonly asks: number;
  readonly ttftMs: { readonly p50: number | null; readonly p75: number | null; readonly p90: number | null };
  readonly savedMs: number | null;
  readonly wastedShare: number | null;
  readonly warmsPerAsk: number | null;
  readonly begunPerAsk: number | null;
  readonly adoptedShare: number | null;
  readonly tokens: number | null;
  readonly savedTokens: number | null;
  readonly cost: number | null;
  readonly savedCost: number | null;
}

type Range = readonly [number, number];
/** Where 95 of 100 resamples of the writers lie. */
export type Intervals = {
  readonly [Name in Exclude<keyof Figures, 'asks' | 'ttftMs'>]: Range | null;
} & { readonly ttftMs: { readonly [Name in keyof Figures['ttftMs']]: Range | null } };

/** `times`: how often a writer counts. */
export function figuresOf(sorted: readonly Compared[], times: (writer: number) => number = () => 1): Figures {
  let asks = 0;
  const sum = {
    saved: 0,
    warms: 0,
    wasted: 0,
    begun: 0,
    adopted: 0,
    tokens: 0,
    unwarmedTokens: 0,
    cost: 0,
    unwarmedCost: 0,
  };
  for (const visit of sorted) {
    const weight = times(visit.writer);
    if (weight === 0) continue;
    sum.warms += weight * visit.warms;
    sum.tokens += weight * processed(visit.paid);
    sum.unwarmedTokens += weight * processed(visit.unwarmed);
    sum.cost += weight * dollars(visit.paid);
    sum.unwarmedCost += weight * dollars(visit.unwarmed);
    sum.begun += weight * visit.begun;
    if (visit.length === null) sum.wasted += weight * visit.warms;
    else {
      asks += weight;
      sum.saved += weight * visit.savedMs;
      sum.wasted += weight * Math.max(0, visit.warms - 1);
      sum.adopted += weight * Number(visit.adopted);
    }
  }
  const per = (total: number, of: number): number | null => (of === 0 ? null : total / of);
  const [p50, p75, p90] = quantiles(sorted, times, asks, [0.5, 0.75, 0.9]) as
    [number, number, number] | [null, null, null];
  return {
    asks,
    ttftMs: { p50, p75, p90 },
    savedMs: per(sum.saved, asks),
    wastedShare: per(sum.wasted, sum.warms),
    warmsPerAsk: per(sum.warms, asks),
    begunPerAsk: per(sum.begun, asks),
    adoptedShare: per(sum.adopted, asks),
    tokens: per(sum.tokens, asks),
    savedTokens: per(sum.unwarmedTokens - sum.tokens, asks),
    cost: per(sum.cost, asks),
    savedCost: per(sum.unwarmedCost - sum.cost, asks),
  };
}

export function inOrder(visits: readonly Compared[]): Compared[] {
  return visits.toSorted((a, b) => (a.ttftMs ?? -1) - (b.ttftMs ?? -1));
}

/** Adds intervals by resampling writers, whose drafts are alike. */
export function withIntervals(
  visits: readonly Compared[],
  draws: readonly ReadonlyMap<number, number>[],
): Figures & { readonly interval: Intervals } {
  const sorted = inOrder(visits);
  const figures = figuresOf(sorted);
  const resampled = draws.map((draw) => figuresOf(sorted, (writer) => draw.get(writer) ?? 0));
  const range = (of: (one: Figures) => number | null): Range | null => {
    const values = resampled.flatMap((one) => of(one) ?? []).toSorted((a, b) => a - b);
    if (values.length === 0) return null;
    const at = (share: number): number => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
    return [at(0.025), at(0.975)];
  };
  const interval: Intervals = {
    ttftMs: {
      p50: range(({ ttftMs }) => ttftMs.p50),
      p75: range(({ ttftMs }) => ttftMs.p75),
      p90: range(({ ttftMs }) => ttftMs.p90),
    },
    savedMs: range(({ savedMs }) => savedMs),
    wastedShare: range(({ wastedShare }) => wastedShare),
    warmsPerAsk: range(({ warmsPerAsk }) => warmsPerAsk),
    begunPerAsk: range(({ begunPerAsk }) => begunPerAsk),
    adoptedShare: range(({ adoptedShare }) => adoptedShare),
    tokens: range(({ tokens }) => tokens),
    savedTokens: range(({ savedTokens }) => savedTokens),
    cost: range(({ cost }) => cost),
    savedCost: range(({ savedCost }) => savedCost),
  };
  return { ...figures, interval };
}

/** Draws writers with replacement; returns how often each occurs. */
export function drawWriters(
  writers: readonly number[],
  resamples: number,
  random: () => number,
): ReadonlyMap<number, number>[] {
  return Array.from({ length: resamples }, () => {
    const taken = new Map<number, number>();
    for (let left = writers.length; left > 0; left--) {
      const writer = writers[Math.floor(random() * writers.length)]!;
      taken.set(writer, (taken.get(writer) ?? 0) + 1);
    }
    return taken;
  });
}

function processed({ uncached, cacheWrite, output }: Visit['paid']): number {
  return uncached + cacheWrite + output;
}

function dollars({ uncached, cacheRead, cacheWrite, output }: Visit['paid']): number {
  return costOf({ prompt: uncached + cacheRead + cacheWrite, cacheRead, cacheWrite, output }, RATES)!;
}

function quantiles(
  sorted: readonly Compared[],
  times: (writer: number) => number,
  asks: number,
  shares: readonly number[],
): (number | null)[] {
  if (asks === 0) return shares.map(() => null);
  const found: number[] = [];
  let before = 0;
  for (const { ttftMs, writer } of sorted) {
    if (ttftMs === null) continue;
    before += times(writer);
    while (found.length < shares.length && before >= shares[found.length]! * asks) found.push(ttftMs);
  }
  return found;
}
