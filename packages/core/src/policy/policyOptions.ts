import type { Budget } from './budget.js';
import type { Rates } from '../adapter/cost.js';
import { invalidOption } from '../base/errors.js';
import type { Holdout } from './holdout.js';
import { type Eagerness, SIGNS } from './eagerness.js';
import { type Trigger, TRIGGERS } from './trigger.js';

/** What an owner may set; every field has a default. Times are milliseconds. */
export interface PolicyOptions {
  /**
   * Switches warming: false, or a function that gives false, stops all warms; asks go on. Read at
   * every decision. Default true.
   */
  enabled?: boolean | (() => boolean) | undefined;
  /**
   * How early to warm, in place of a list of triggers: `conservative` at the first key, `moderate`
   * also at focus and a resting mouse, `eager` also once the input is in view or the page is idle;
   * `auto` as early as keeps `wastedShare`. Default as `triggers`.
   */
  eagerness?: Eagerness | undefined;
  /**
   * What `auto` promises: no more than this share of the warms is wasted, from 0 to 1. Default
   * 0.15.
   */
  wastedShare?: number | undefined;
  /**
   * Triggers that warm; `manual` always does. Default those of `eagerness`, else focus and
   * keystroke: both show that a person means to ask.
   */
  triggers?: readonly Trigger[] | undefined;
  /**
   * Pause in typing after which a further keystroke counts; the first counts at once. Default 300.
   */
  debounceMs?: number | undefined;
  /**
   * Time before an entry's end from which it is stale. Default 10,000: about what it takes to type
   * and send a question.
   */
  marginMs?: number | undefined;
  /**
   * What a question does while a warm is in flight. `wait`: waits for it, for `joinTimeoutMs` at
   * most. `race`: goes alone, for a second write, where waiting is expected to take longer.
   * `never`: goes alone. Default `wait`.
   */
  join?: 'wait' | 'race' | 'never' | undefined;
  /**
   * Longest wait of a question for a warm in flight. Default 30,000: past a cold read of 150,000
   * tokens (21 s).
   */
  joinTimeoutMs?: number | undefined;
  /** Time after which a warm fails and is ended. Default 60,000. */
  warmTimeoutMs?: number | undefined;
  /**
   * Silence after which an ask fails and is ended. Default 120,000: a cold read of a million tokens
   * takes over a minute.
   */
  askTimeoutMs?: number | undefined;
  /**
   * Pause after a failed warm; doubles with each further failure, up to 5 minutes. Default 5,000.
   */
  backOffMs?: number | undefined;
  /** Unused warms in a row after which a prefix rests. Default 3. */
  maxWasted?: number | undefined;
  /** How long it rests, from the end of the last entry. Default 600,000. */
  wastedRestMs?: number | undefined;
  /**
   * Most that warms may spend within a window, an hour by default. `cost` needs `rates`. Default:
   * unlimited.
   */
  budget?: Partial<Budget> | undefined;
  /** What the backend charges, for budgets and reports in money. */
  rates?: Rates | undefined;
  /** Share of people that is never warmed, to prove the difference. Default: none. */
  holdout?: Holdout | undefined;
}

type Special = 'enabled' | 'eagerness' | 'budget' | 'rates' | 'holdout';

/** A policy with every default filled in. */
export type Policy = {
  readonly [Name in Exclude<keyof PolicyOptions, Special>]-?: NonNullable<PolicyOptions[Name]>;
} & {
  readonly enabled: () => boolean;
  readonly eagerness: Eagerness | null;
  readonly budget: Budget | null;
  readonly rates: Rates | null;
  readonly holdout: Holdout | null;
};

const JOINS = ['wait', 'race', 'never'] as const;
const LIMITS = {
  debounceMs: { byDefault: 300, min: 0 },
  marginMs: { byDefault: 10_000, min: 0 },
  joinTimeoutMs: { byDefault: 30_000, min: 0 },
  warmTimeoutMs: { byDefault: 60_000, min: 1 },
  askTimeoutMs: { byDefault: 120_000, min: 1 },
  backOffMs: { byDefault: 5_000, min: 0 },
  maxWasted: { byDefault: 3, min: 1 },
  wastedRestMs: { byDefault: 600_000, min: 0 },
} as const;
const WHERE = 'policy';

/** Fills in the defaults; throws an `invalid-option` error for what is out of range. */
export function resolvePolicy(init: PolicyOptions = {}): Policy {
  const { enabled = true, eagerness = null, wastedShare = 0.15, join = 'wait' } = init;
  if (eagerness !== null && !Object.hasOwn(SIGNS, eagerness)) {
    throw invalidOption(WHERE, 'eagerness', eagerness, `one of ${Object.keys(SIGNS).join(', ')}`);
  }
  if (!(wastedShare >= 0 && wastedShare <= 1)) {
    throw invalidOption(WHERE, 'wastedShare', wastedShare, 'a number from 0 to 1');
  }
  const { triggers = eagerness === null ? (['focus', 'keystroke'] as const) : SIGNS[eagerness] } = init;
  if (typeof enabled !== 'boolean' && typeof enabled !== 'function') {
    throw invalidOption(WHERE, 'enabled', enabled, 'true, false or a function that gives one of them');
  }
  for (const trigger of triggers) {
    if (!TRIGGERS.includes(trigger)) throw invalidOption(WHERE, 'triggers', trigger, `among ${TRIGGERS.join(', ')}`);
  }
  if (!JOINS.includes(join)) throw invalidOption(WHERE, 'join', join, `one of ${JOINS.join(', ')}`);
  const names = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  const numbers = Object.fromEntries(
    names.map((name) => [name, atLeast(name, init[name] ?? LIMITS[name].byDefault, LIMITS[name].min)]),
  ) as Record<keyof typeof LIMITS, number>;
  const rates = resolveRates(init.rates);
  return Object.freeze({
    ...numbers,
    enabled: typeof enabled === 'function' ? enabled : () => enabled,
    eagerness,
    wastedShare,
    triggers: [...triggers],
    join,
    rates,
    budget: resolveBudget(init.budget, rates),
    holdout: resolveHoldout(init.holdout),
  });
}

function resolveBudget(budget: Partial<Budget> | undefined, rates: Rates | null): Budget | null {
  if (budget === undefined) return null;
  const { windowMs = 3_600_000, warms = Infinity, tokens = Infinity, cost = Infinity } = budget;
  for (const [name, value] of Object.entries({ warms, tokens, cost })) {
    if (value !== Infinity) atLeast(`budget.${name}`, value, 0);
  }
  if (cost !== Infinity && rates === null) throw invalidOption(WHERE, 'rates', undefined, 'given where budget.cost is');
  return { windowMs: atLeast('budget.windowMs', windowMs, 1), warms, tokens, cost };
}

function resolveRates(rates: Rates | undefined): Rates | null {
  if (rates === undefined) return null;
  for (const name of ['input', 'cacheRead', 'cacheWrite', 'output'] as const) atLeast(`rates.${name}`, rates[name], 0);
  return rates;
}

function resolveHoldout(holdout: Holdout | undefined): Holdout | null {
  if (holdout === undefined) return null;
  const { share, unit } = holdout;
  if (!(share >= 0 && share <= 1)) throw invalidOption(WHERE, 'holdout.share', share, 'a number from 0 to 1');
  if (typeof unit !== 'string' && typeof unit !== 'function') {
    throw invalidOption(WHERE, 'holdout.unit', unit, 'a stable id, or a function that gives one');
  }
  return holdout;
}

function atLeast(name: string, value: unknown, min: number): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min) return value;
  throw invalidOption(WHERE, name, value, `a finite number, ${min} or more`);
}
