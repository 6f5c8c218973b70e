import type { SkipReason } from './skipReason.js';

/** The most that may be spent on warms within a window that moves along. What is left out is unlimited. */
export interface Budget {
  /** Length of the window in milliseconds. */
  readonly windowMs: number;
  /** Warms started. */
  readonly warms: number;
  /** Prompt tokens that warms made the backend read anew. */
  readonly tokens: number;
  /** Money, in the currency of the rates. */
  readonly cost: number;
}

/** What warms have spent in one slice of the window. */
interface Slice {
  /** Number of the slice since 1970. */
  readonly slot: number;
  readonly warms: number;
  readonly tokens: number;
  readonly cost: number;
}

/** What has been spent within the window, in slices, oldest first. Plain data of a bounded size. */
export type Ledger = readonly Slice[];

/** What a warm spends; negative to take back what was reserved too much. */
export interface Expense {
  readonly warms: number;
  readonly tokens: number;
  readonly cost: number;
}

/** A window has so many slices; one counts until it has left the window whole, so a budget is never exceeded, and met a little early. */
const SLICES = 60;

/** The ledger with an expense made at `at`, as of `now`, both on the wall clock; what was made before the window is left out. Pure. */
export function spend(ledger: Ledger, expense: Expense, at: number, now: number, budget: Budget): Ledger {
  const slices = trim(ledger, now, budget);
  const slot = Math.min(slotOf(at, budget), slotOf(now, budget));
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

/** Why a further expense would exceed the budget, and for how many milliseconds; null where it would not. Pure. */
export function overBudget(
  ledger: Ledger,
  expense: Expense,
  now: number,
  budget: Budget,
): { readonly reason: SkipReason; readonly retryAfterMs: number } | null {
  const slices = trim(ledger, now, budget);
  for (const field of ['warms', 'tokens', 'cost'] as const) {
    const spent = slices.reduce((sum, slice) => sum + slice[field], 0);
    if (spent + expense[field] <= budget[field]) continue;
    const oldest = slices.find((slice) => slice[field] > 0);
    // Where the expense alone is too much, no waiting helps: the window's length is as good an answer as any.
    const freeAt = oldest ? (oldest.slot + SLICES + 1) * sliceMs(budget) : now + budget.windowMs;
    return { reason: `budget-${field}`, retryAfterMs: Math.max(1, freeAt - now) };
  }
  return null;
}

/** Leaves out what has left the window. A slice from the future (the clock was set back) counts as of now, so that it leaves in time. */
function trim(ledger: Ledger, now: number, budget: Budget): Ledger {
  const slot = slotOf(now, budget);
  const slices: Slice[] = [];
  let current: Slice | null = null;
  for (const slice of ledger) {
    if (slice.slot < slot - SLICES) continue;
    if (slice.slot < slot) slices.push(slice);
    else if (current === null) current = { ...slice, slot };
    else {
      const { warms, tokens, cost }: Slice = current;
      current = { slot, warms: warms + slice.warms, tokens: tokens + slice.tokens, cost: cost + slice.cost };
    }
  }
  return current === null ? slices : [...slices, current];
}

function sliceMs({ windowMs }: Budget): number {
  return windowMs / SLICES;
}

function slotOf(at: number, budget: Budget): number {
  return Math.floor(at / sliceMs(budget));
}
