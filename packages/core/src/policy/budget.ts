import type { Rates } from '../adapter/cost.js';
import type { Usage } from '../adapter/usage.js';
import type { SkipReason } from './skipReason.js';

/**
 * Most that one `ForewarmClient` spends on warms within a moving window. What is left out is
 * unlimited. A prefix of text never exceeds it: it reserves a token for each byte until the backend
 * has counted it. So leave room for four to five times the largest; one that does not fit is warmed
 * only after a question on it. A prefix of unknown size (only named, or with images) goes alone
 * into an empty window, and may exceed it by its own size.
 */
export interface Budget {
  /** Length of the window in milliseconds. A warm counts from its start. */
  readonly windowMs: number;
  /** Warms started. */
  readonly warms: number;
  /** Prompt tokens that backends read anew for warms; the reserved ones where they report none. */
  readonly tokens: number;
  /** Money for these tokens, at the rate of a cache write. */
  readonly cost: number;
}

/** What warms have spent in one slice of the window. */
interface Slice {
  /** Number of the slice since the clock's origin. */
  readonly slot: number;
  readonly warms: number;
  readonly tokens: number;
  readonly cost: number;
}

/** Spendings within the window, in slices, oldest first. Plain data of bounded size. */
export type Ledger = readonly Slice[];

/** What a warm spends; negative to give back what was reserved too much. */
export interface Expense {
  readonly warms: number;
  readonly tokens: number;
  readonly cost: number;
}

/** What a budget says against an expense. */
export interface OverBudget {
  readonly reason: SkipReason;
  /**
   * Milliseconds until it has room again; the window's length where the expense alone is too much.
   */
  readonly retryAfterMs: number;
}

/**
 * A window has so many slices; one counts until it has left the window whole, so a budget is never
 * exceeded, and met a little early.
 */
const SLICES = 60;

/**
 * The ledger with an expense made at `at`, as of `now`, both on the monotonic clock; what was made
 * before the window is left out. Pure.
 */
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

/**
 * Why a further expense would exceed the budget, and for how many milliseconds; null where it would
 * not. `now` is on the monotonic clock. Pure.
 */
export function overBudget(ledger: Ledger, expense: Expense, now: number, budget: Budget): OverBudget | null {
  const slices = trim(ledger, now, budget);
  for (const field of ['warms', 'tokens', 'cost'] as const) {
    const spent = slices.reduce((sum, slice) => sum + slice[field], 0);
    if (spent + expense[field] <= budget[field]) continue;
    const oldest = slices.find((slice) => slice[field] > 0);
    // Where the expense alone is too much, no waiting helps: the window's length is as good an
    // answer as any.
    const freeAt = oldest ? (oldest.slot + SLICES + 1) * sliceMs(budget) : now + budget.windowMs;
    return { reason: `budget-${field}`, retryAfterMs: Math.max(1, freeAt - now) };
  }
  return null;
}

/**
 * What a warm of so many tokens at most is taken to spend, before the backend has said: the whole
 * prefix, written. A size nobody knows yet is taken for all that the budget has, so that it is
 * warmed only where nothing else is spent. Pure.
 */
export function expenseOf(
  tokens: number | null,
  { rates, budget }: { readonly rates: Rates | null; readonly budget: Budget | null },
): Expense {
  if (tokens !== null) return { warms: 1, tokens, cost: rates ? (tokens * rates.cacheWrite) / 1_000_000 : 0 };
  const all = (limit: number | undefined): number => (limit !== undefined && Number.isFinite(limit) ? limit || 1 : 0);
  return { warms: 1, tokens: all(budget?.tokens), cost: all(budget?.cost) };
}

/** What one client has spent on warms, and may still. Times are on the monotonic clock. */
export class Spending {
  readonly #budget: Budget;
  readonly #rates: Rates | null;
  #ledger: Ledger = [];

  constructor(budget: Budget, rates: Rates | null) {
    this.#budget = budget;
    this.#rates = rates;
  }

  /** Why a warm of at most so many tokens would exceed the budget; null where it would not. */
  over(mostTokens: number | null, now: number): OverBudget | null {
    return overBudget(this.#ledger, this.#expense(mostTokens), now, this.#budget);
  }

  /**
   * Takes from the budget what a warm will cost at most, before it starts. The returned function
   * puts right, once, what it came to: null for no warm at all.
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
