import { costOf, type Rates } from '../adapter/cost.js';
import { byLane, type Lane } from './lane.js';
import type { AskSample, Metrics, TokenSum } from './metrics.js';

/** TTFT in milliseconds from submit. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** Warming's effect on the TTFT, in milliseconds. */
export interface HoldoutProof {
  readonly warmed: { readonly count: number; readonly meanMs: number };
  readonly heldOut: { readonly count: number; readonly meanMs: number };
  /** How much sooner the first token comes. */
  readonly savedMs: number;
  /** 95 % confidence. If it includes 0, nothing is proved. */
  readonly interval: readonly [number, number];
}

/** Null: no data, or a figure was not reported. */
export interface Report {
  /** Share of answers that read their whole prefix from the cache, 0 to 1; without unknown ones. */
  readonly hitRate: number | null;
  /** Warms that expired unused. */
  readonly wasted: number;
  /** Read anew by warms. */
  readonly spentTokens: number | null;
  /** Read by questions from a warm's entry. */
  readonly savedTokens: number | null;
  /** In the rates' currency: warms, savings of questions, second writes of races. */
  readonly spentCost: number | null;
  readonly savedCost: number | null;
  readonly racedCost: number | null;
  /** Discarded speculative answers. */
  readonly discardedCost: number | null;
  /** Saved less the others. Below zero unless several questions use one warm: warming buys time. */
  readonly netCost: number | null;
  readonly ttftMs: Readonly<Record<Lane, Percentiles>>;
  readonly proof: HoldoutProof | null;
}

/** Questions of each group. */
const MIN_PROOF = 10;
const Z_95 = 1.96;

/** Sums up metrics as of `now`, wall clock. Default: the latest event. */
export function report(metrics: Metrics, rates: Rates | null = null, now = metrics.at): Report {
  const { spent, saved, raced, discarded, answered, paid: warms, wastedEarlier } = metrics;
  const told = answered.filter(({ outcome }) => outcome !== 'unknown');
  const priced = (sum: TokenSum, price: (rates: Rates) => number | null): number | null =>
    rates === null || sum.unreported > 0 ? null : price(rates);
  const written = (tokens: number, { cacheRead, cacheWrite }: Rates): number =>
    (tokens * (cacheWrite - cacheRead)) / 1e6;
  const spentCost = priced(spent, (each) => costOf(spent, each));
  // Without the warm, the question would have written.
  const savedCost = priced(saved, (each) => written(saved.cacheRead, each));
  const racedCost = priced(raced, (each) => written(raced.cacheWrite, each));
  const discardedCost = priced(discarded, (each) => costOf(discarded, each));
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

function percentiles(samples: readonly AskSample[]): Percentiles {
  const times = timesOf(samples).toSorted((a, b) => a - b);
  // Nearest rank: a measured time.
  const at = (share: number): number | null => times[Math.ceil(share * times.length) - 1] ?? null;
  return { count: times.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/** The difference of means with its normal interval, too narrow below ten questions. */
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
