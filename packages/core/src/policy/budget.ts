import type { Rates } from '../adapter/cost.js';
import type { Usage } from '../adapter/usage.js';
import type { SkipReason } from './skipReason.js';

/**
 * The most one client spends on warms in a moving window; absent fields are unlimited. Until the
 * backend has counted a prefix, each byte reserves a token: allow four to five times the largest
 * prefix. One that doesn't fit is warmed only after a question on it. A prefix of unknown size
 * (named, or with images) needs an empty window, and may exceed the budget by its own size.
 */
export interface Budget {
  /** A warm counts from its start. */
  readonly windowMs: number;
  readonly warms: number;
  /** Prompt tokens that warms read anew, or reserved if unreported. */
  readonly tokens: number;
  /** At the rate of a cache write. */
  readonly cost: number;
}

/** In slices, oldest first; of bounded size. */
export type Ledger = readonly Slice[];

/** Negative to return a reserve. */
export type Expense = Pick<Budget, (typeof SPENT)[number]>;

interface Slice extends Expense {
  /** Slices since the clock's origin. */
  readonly slot: number;
}

const SPENT = ['warms', 'tokens', 'cost'] as const;

export interface OverBudget {
  readonly reason: SkipReason;
  /** Until there is room; the window's length if the expense alone is too much. */
  readonly retryAfterMs: number;
}

/** A slice counts until all of it has left the window: a budget is never exceeded. */
const SLICES = 60;

/** Adds an expense made at `at`, as of `now`, both monotonic; drops older slices. */
export function spend(ledger: Ledger, expense: Expense, at: number, now: number, budget: Budget): Ledger {
  const slices = trim(ledger, now, budget);
  const slot = slotOf(at, budget);
  if (slot < slotOf(now, budget) - SLICES) return slices;
  const here = slices.find((slice) => slice.slot === slot) ?? { slot, warms: 0, tokens: 0, cost: 0 };
  const grown: Slice = {
    slot,
    warms: Math.max(0, here.warms + expense.warms),
    tokens: Math.max(0, here.tokens + expense.tokens),
    cost: Math.max(0, here.cost + expense.cost),
  };
  return [...slices.filter((slice) => slice.slot !== slot), grown].toSorted((a, b) => a.slot - b.slot);
}

/** Null if there is room. `now` is monotonic. */
export function overBudget(ledger: Ledger, expense: Expense, now: number, budget: Budget): OverBudget | null {
  const slices = trim(ledger, now, budget);
  for (const field of SPENT) {
    const spent = slices.reduce((sum, slice) => sum + slice[field], 0);
    if (spent + expense[field] <= budget[field]) continue;
    const oldest = slices.find((slice) => slice[field] > 0);
    // Too much alone: waiting doesn't help.
    const freeAt = oldest ? (oldest.slot + SLICES + 1) * sliceMs(budget) : now + budget.windowMs;
    return { reason: `budget-${field}`, retryAfterMs: Math.max(1, freeAt - now) };
  }
  return null;
}

/**
 * The reserve for a warm of at most `tokens`, all written; for an unknown size, the whole budget.
 */
export function expenseOf(
  tokens: number | null,
  { rates, budget }: { readonly rates: Rates | null; readonly budget: Budget | null },
): Expense {
  if (tokens !== null) return { warms: 1, tokens, cost: rates ? (tokens * rates.cacheWrite) / 1_000_000 : 0 };
  const all = (limit: number | undefined): number => (limit !== undefined && Number.isFinite(limit) ? limit || 1 : 0);
  return { warms: 1, tokens: all(budget?.tokens), cost: all(budget?.cost) };
}

export class Spending {
  readonly #budget: Budget;
  readonly #rates: Rates | null;
  #ledger: Ledger = [];

  constructor(budget: Budget, rates: Rates | null) {
    this.#budget = budget;
    this.#rates = rates;
  }

  over(mostTokens: number | null, now: number): OverBudget | null {
    return overBudget(this.#ledger, this.#expense(mostTokens), now, this.#budget);
  }

  /**
   * The returned function corrects the reserve once, to the real cost; null for no warm. Times are
   * monotonic.
   */
  reserve(mostTokens: number | null, at: number): (usage: Usage | null, now: number) => void {
    const expected = this.#expense(mostTokens);
    this.#ledger = spend(this.#ledger, expected, at, at, this.#budget);
    let isSettled = false;
    return (usage, now) => {
      if (isSettled) return;
      isSettled = true;
      const { tokens, cost } = usage && usage.prompt === null ? expected : this.#expense(readAnew(usage));
      const change = { warms: usage ? 0 : -1, tokens: tokens - expected.tokens, cost: cost - expected.cost };
      this.#ledger = spend(this.#ledger, change, at, now, this.#budget);
    };
  }

  #expense(tokens: number | null): Expense {
    return expenseOf(tokens, { rates: this.#rates, budget: this.#budget });
  }
}

function readAnew(usage: Usage | null): number {
  return Math.max(0, (usage?.prompt ?? 0) - (usage?.cacheRead ?? 0));
}

function trim(ledger: Ledger, now: number, budget: Budget): Ledger {
  return ledger.filter(({ slot }) => slot >= slotOf(now, budget) - SLICES);
}

function sliceMs({ windowMs }: Budget): number {
  return windowMs / SLICES;
}

function slotOf(at: number, budget: Budget): number {
  return Math.floor(at / sliceMs(budget));
}
