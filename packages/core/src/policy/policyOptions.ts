import type { Rates } from '../adapter/cost.js';
import { invalidOption } from '../base/errors.js';
import { type Budget, Spending } from './budget.js';
import { type Eagerness, SIGNS, type SignRules, signRules } from './eagerness.js';
import { type Holdout, inHoldout } from './holdout.js';
import { decideJoin, type JoinDecision, type JoinSituation, waitPatiently } from './join.js';
import { type Trigger, TRIGGERS } from './trigger.js';

/** Times are milliseconds. */
export interface PolicyOptions {
  /**
   * False, also from a function, stops all warms; asks continue. Read at every decision. Default
   * true.
   */
  enabled?: boolean | (() => boolean) | undefined;
  /**
   * How early to warm, instead of `triggers`. `conservative`: at the first key. `moderate`: also at
   * focus and a resting mouse. `eager`: also when the input is in view or the page idle. `auto`: as
   * early as `wastedShare` allows. Default: as `triggers`.
   */
  eagerness?: Eagerness | undefined;
  /** For `auto`: the largest share of wasted warms, 0 to 1. Default 0.15. */
  wastedShare?: number | undefined;
  /** `manual` always warms. Default: those of `eagerness`, else focus and keystroke. */
  triggers?: readonly Trigger[] | undefined;
  /** Pause in typing after which another key counts; the first counts at once. Default 300. */
  debounceMs?: number | undefined;
  /**
   * An entry is stale this long before its end. Default 10,000: time to type and send a question.
   */
  marginMs?: number | undefined;
  /**
   * While a warm is in flight, a question `wait`s up to `joinTimeoutMs`; `race`s alone, with a
   * second write, if that should be faster; or `never` waits. Default `wait`.
   */
  join?: 'wait' | 'race' | 'never' | undefined;
  /**
   * The longest wait for a warm in flight. Default 30,000: a cold read of 150,000 tokens takes 21
   * s.
   */
  joinTimeoutMs?: number | undefined;
  /** A warm fails after this time. Default 60,000. */
  warmTimeoutMs?: number | undefined;
  /**
   * An ask fails after this silence. Default 120,000: a cold read of a million tokens takes over a
   * minute.
   */
  askTimeoutMs?: number | undefined;
  /** After a failed warm; doubles each time, up to 5 minutes. Default 5,000. */
  backOffMs?: number | undefined;
  /** Unused warms in a row before a prefix rests. Default 3. */
  maxWasted?: number | undefined;
  /** Rest after the last entry. Default 600,000. */
  wastedRestMs?: number | undefined;
  /**
   * The most that warms may spend, by default per hour. `cost` needs `rates`. Default: unlimited.
   */
  budget?: Partial<Budget> | undefined;
  /** For budgets and reports in money. */
  rates?: Rates | undefined;
  /** People never warmed, to prove the effect. Default: none. */
  holdout?: Holdout | undefined;
}

type Special = 'enabled' | 'join' | 'eagerness' | 'wastedShare' | 'budget' | 'rates' | 'holdout';

export type Policy = {
  readonly [Name in Exclude<keyof PolicyOptions, Special>]-?: NonNullable<PolicyOptions[Name]>;
} & {
  readonly enabled: () => boolean;
  readonly join: (situation: JoinSituation) => JoinDecision;
  readonly rates: Rates | null;
  readonly budget: Budget | null;
  /** One client's; null without a budget. */
  readonly spending: (() => Spending) | null;
  /** Null unless `auto`. */
  readonly signs: SignRules | null;
  readonly heldOut: () => boolean;
};

const NUMBERS = {
  debounceMs: 300,
  marginMs: 10_000,
  joinTimeoutMs: 30_000,
  warmTimeoutMs: 60_000,
  askTimeoutMs: 120_000,
  backOffMs: 5_000,
  maxWasted: 3,
  wastedRestMs: 600_000,
};
type Numbers = typeof NUMBERS;

export const DEFAULT_POLICY: Policy = {
  ...NUMBERS,
  enabled: () => true,
  triggers: ['focus', 'keystroke'],
  join: waitPatiently,
  rates: null,
  budget: null,
  spending: null,
  signs: null,
  heldOut: () => false,
};

const JOINS = ['wait', 'race', 'never'] as const;
/** 1 or more; other numbers may be 0. */
const POSITIVE: readonly string[] = ['warmTimeoutMs', 'askTimeoutMs', 'maxWasted'] satisfies (keyof Numbers)[];
const WHERE = 'policy';

/** Fills in the defaults. Throws `invalid-option` for a value out of range. */
export function definePolicy(options: PolicyOptions = {}): Policy {
  const { enabled = true, eagerness, wastedShare = 0.15, join = 'wait', holdout } = options;
  if (eagerness !== undefined && !Object.hasOwn(SIGNS, eagerness)) {
    throw invalidOption(WHERE, 'eagerness', eagerness, `one of ${Object.keys(SIGNS).join(', ')}`);
  }
  share('wastedShare', wastedShare);
  const { triggers = eagerness === undefined ? DEFAULT_POLICY.triggers : SIGNS[eagerness] } = options;
  if (typeof enabled !== 'boolean' && typeof enabled !== 'function') {
    throw invalidOption(WHERE, 'enabled', enabled, 'true, false or a function that gives one of them');
  }
  for (const trigger of triggers) {
    if (!TRIGGERS.includes(trigger)) throw invalidOption(WHERE, 'triggers', trigger, `among ${TRIGGERS.join(', ')}`);
  }
  if (!JOINS.includes(join)) throw invalidOption(WHERE, 'join', join, `one of ${JOINS.join(', ')}`);
  const numbers = { ...NUMBERS };
  for (const name of Object.keys(NUMBERS) as (keyof Numbers)[]) {
    numbers[name] = atLeast(name, options[name] ?? NUMBERS[name], POSITIVE.includes(name) ? 1 : 0);
  }
  const rates = checkedRates(options.rates);
  const budget = wholeBudget(options.budget, rates);
  checkHoldout(holdout);
  return Object.freeze({
    ...numbers,
    enabled: typeof enabled === 'function' ? enabled : () => enabled,
    triggers: [...triggers],
    join: (situation) => decideJoin(join, situation),
    rates,
    budget,
    spending: budget && (() => new Spending(budget, rates)),
    signs: eagerness === 'auto' ? signRules(wastedShare) : null,
    heldOut: holdout ? () => inHoldout(holdout) : DEFAULT_POLICY.heldOut,
  });
}

function wholeBudget(budget: Partial<Budget> | undefined, rates: Rates | null): Budget | null {
  if (budget === undefined) return null;
  const { windowMs = 3_600_000, warms = Infinity, tokens = Infinity, cost = Infinity } = budget;
  for (const [name, value] of Object.entries({ warms, tokens, cost })) {
    if (value !== Infinity) atLeast(`budget.${name}`, value, 0);
  }
  if (cost !== Infinity && rates === null) throw invalidOption(WHERE, 'rates', undefined, 'given with budget.cost');
  return { windowMs: atLeast('budget.windowMs', windowMs, 1), warms, tokens, cost };
}

function checkedRates(rates: Rates | undefined): Rates | null {
  if (rates === undefined) return null;
  for (const name of ['input', 'cacheRead', 'cacheWrite', 'output'] as const) atLeast(`rates.${name}`, rates[name], 0);
  return rates;
}

function checkHoldout(holdout: Holdout | undefined): void {
  if (holdout === undefined) return;
  share('holdout.share', holdout.share);
  const { unit } = holdout;
  if (typeof unit !== 'string' && typeof unit !== 'function') {
    throw invalidOption(WHERE, 'holdout.unit', unit, 'a stable id, or a function that gives one');
  }
}

function share(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalidOption(WHERE, name, value, 'a number from 0 to 1');
}

function atLeast(name: string, value: unknown, min: number): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min) return value;
  throw invalidOption(WHERE, name, value, `a finite number, ${min} or more`);
}
