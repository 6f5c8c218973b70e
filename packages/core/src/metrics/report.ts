import { costOf, type Rates } from '../adapter/cost.js';
import { byLane, type Lane } from './lane.js';
import type { AskSample, Metrics, TokenSum } from './metrics.js';

/** Times to the first token in milliseconds from submit, and how many questions they are from. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/**
 * What warming makes of the time to the first token, proved by the share that is never warmed.
 * Milliseconds.
 */
export interface HoldoutProof {
  readonly warmed: { readonly count: number; readonly meanMs: number };
  readonly heldOut: { readonly count: number; readonly meanMs: number };
  /** How much sooner the first token comes with warming. */
  readonly savedMs: number;
  /**
   * Between these the true figure lies, 95 times in 100. Where it includes 0 nothing is proved yet.
   */
  readonly interval: readonly [number, number];
}

/**
 * What warming has cost and brought. `null` where there is nothing to tell it from, or not all of
 * it was reported.
 */
export interface Report {
  /**
   * Share of answered questions whose prefix was read from the cache whole, of those whose backend
   * says; 0 to 1.
   */
  readonly hitRate: number | null;
  /** Warms that ran out before anybody asked. */
  readonly wasted: number;
  /** Prompt tokens that warms had the backend read anew. */
  readonly spentTokens: number | null;
  /** Prompt tokens that questions found written by a warm. */
  readonly savedTokens: number | null;
  /**
   * In the rates' currency: what warms cost, what questions paid less because of them, and second
   * writes of races.
   */
  readonly spentCost: number | null;
  readonly savedCost: number | null;
  readonly racedCost: number | null;
  /** What answers cost that were begun before their questions and then discarded. */
  readonly discardedCost: number | null;
  /**
   * Saved less spent, raced and discarded. Warming buys time: this is below zero unless others ask
   * on what one warmed.
   */
  readonly netCost: number | null;
  readonly ttftMs: Readonly<Record<Lane, Percentiles>>;
  readonly proof: HoldoutProof | null;
}

/** Questions of each kind that a proof takes at least. */
const MIN_PROOF = 10;
/** 95 % of a normal distribution lie within so many standard errors. */
const Z_95 = 1.96;

/**
 * Sums up counts, money, tokens, times and proof as of `now`, on the wall clock. Default: as of the
 * latest event. Pure.
 */
export function report(metrics: Metrics, rates: Rates | null = null, now = metrics.at): Report {
  const { spent, saved, raced, discarded, answered, paid: warms, wastedEarlier } = metrics;
  const told = answered.filter(({ outcome }) => outcome !== 'unknown');
  const spentCost = priced(spent, rates, costOf);
  // Without the warm these tokens would have been written by the question itself.
  const savedCost = priced(
    saved,
    rates,
    (sum, { cacheRead, cacheWrite }) => (sum.cacheRead * (cacheWrite - cacheRead)) / 1e6,
  );
  const racedCost = priced(
    raced,
    rates,
    (sum, { cacheRead, cacheWrite }) => (sum.cacheWrite * (cacheWrite - cacheRead)) / 1e6,
  );
  const discardedCost = priced(discarded, rates, costOf);
  const costs = [spentCost, racedCost, discardedCost];
  const paid = costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
  const lane = (name: Lane): Percentiles => percentiles(answered.filter((sample) => sample.lane === name));
  return {
    hitRate: told.length === 0 ? null : told.filter(({ outcome }) => outcome === 'hit').length / told.length,
    wasted: wastedEarlier + warms.filter(({ asked, expiresAt }) => !asked && expiresAt <= now).length,
    spentTokens: spent.unreported > 0 ? null : spent.prompt - spent.cacheRead,
    savedTokens: saved.unreported > 0 ? null : saved.cacheRead,
    spentCost,
    savedCost,
    racedCost,
    discardedCost,
    netCost: savedCost === null || paid === null ? null : savedCost - paid,
    ttftMs: byLane(lane),
    proof: prove(answered),
  };
}

function priced(
  sum: TokenSum,
  rates: Rates | null,
  price: (sum: TokenSum, rates: Rates) => number | null,
): number | null {
  return rates === null || sum.unreported > 0 ? null : price(sum, rates);
}

function percentiles(samples: readonly AskSample[]): Percentiles {
  const times = timesOf(samples).toSorted((a, b) => a - b);
  // The nearest rank: a time that was measured, not one in between.
  const at = (share: number): number | null => times[Math.ceil(share * times.length) - 1] ?? null;
  return { count: times.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/**
 * The difference of two means with its normal interval. From ten questions each on: of fewer it
 * would be too narrow.
 */
function prove(answered: readonly AskSample[]): HoldoutProof | null {
  const heldOut = spread(timesOf(answered.filter((sample) => sample.heldOut)));
  const warmed = spread(timesOf(answered.filter((sample) => !sample.heldOut)));
  if (heldOut.count < MIN_PROOF || warmed.count < MIN_PROOF) return null;
  const savedMs = heldOut.meanMs - warmed.meanMs;
  const reach = Z_95 * Math.sqrt(heldOut.error + warmed.error);
  const told = ({ count, meanMs }: Spread): HoldoutProof['warmed'] => ({ count, meanMs });
  return { warmed: told(warmed), heldOut: told(heldOut), savedMs, interval: [savedMs - reach, savedMs + reach] };
}

function timesOf(samples: readonly AskSample[]): number[] {
  return samples.flatMap(({ ttftMs }) => (ttftMs === null ? [] : [ttftMs]));
}

interface Spread {
  readonly count: number;
  readonly meanMs: number;
  /** Squared standard error of the mean. */
  readonly error: number;
}

function spread(values: readonly number[]): Spread {
  const count = values.length;
  const meanMs = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - meanMs) ** 2, 0);
  return { count, meanMs, error: squares / (count - 1) / count };
}
