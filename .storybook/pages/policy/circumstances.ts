import { definePolicy, type Conditions, type PolicyOptions, type Trigger } from '@forewarm/core';
import { COLD, decide, expenseOf, overBudget, type PrefixState, type Warmth } from '@forewarm/core/policy';

/** Circumstances in which a trigger is looked at, and what the policy makes of it. */
export interface Circumstance {
  readonly label: string;
  readonly trigger?: Trigger;
  readonly policy?: PolicyOptions;
  readonly conditions?: Conditions;
  readonly state?: Partial<PrefixState>;
}

const NOW = 1_000_000;
const ENTRY: Warmth = {
  hash: 'docs',
  startedAt: NOW - 60_000,
  expiresAt: NOW + 240_000,
  source: 'warm',
  asked: false,
  method: 'zero-tokens',
  usage: { prompt: 151_629, cacheRead: 0, cacheWrite: 151_629, output: 0 },
};
const RAN_OUT: Warmth = { ...ENTRY, startedAt: NOW - 310_000, expiresAt: NOW - 10_000 };

/** In the order in which the policy looks: the first that holds gives the reason. */
export const CIRCUMSTANCES: readonly Circumstance[] = [
  { label: 'Warming is switched off', policy: { enabled: false } },
  { label: 'A mouse hovers; by default only focus and keystrokes count', trigger: 'hover' },
  { label: 'The visitor belongs to the holdout share', policy: { holdout: { share: 1, unit: 'visitor' } } },
  { label: 'The backend said that it can’t warm', state: { unwarmable: 'unsupported' } },
  { label: 'There is no network', conditions: { offline: true } },
  { label: 'The page is hidden', conditions: { hidden: true } },
  { label: 'Save-Data, or a 2g connection', conditions: { saveData: true } },
  { label: 'A program drives the browser', conditions: { automated: true } },
  { label: 'A warm is in flight', state: { warmingSince: NOW - 3_000 } },
  { label: 'An entry was written a minute ago', state: { warmth: ENTRY } },
  { label: 'The entry ends in 9 s', state: { warmth: { ...ENTRY, expiresAt: NOW + 9_000 } } },
  { label: 'A question is being answered', state: { asking: 1, askedAt: NOW } },
  { label: 'The last warm failed 2 s ago', state: { failures: 1, retryAt: NOW + 3_000 } },
  { label: 'Nobody asked on the last three warms', state: { wasted: 2, warmth: RAN_OUT } },
  {
    label: 'The prefix does not fit into the hour’s budget',
    policy: { budget: { tokens: 100_000 } },
    state: { mostTokens: 151_629 },
  },
  { label: 'None of these' },
];

/** What the policy says there: `warm`, `join`, or the reason for neither. */
export function look({ trigger = 'focus', policy, conditions = {}, state }: Circumstance): {
  action: string;
  reason: string | null;
} {
  const options = definePolicy(policy);
  const given = { ...COLD, ...state };
  const over = options.budget && overBudget([], expenseOf(given.mostTokens, options), NOW, options.budget);
  const decision = decide(given, trigger, conditions, over, NOW, options);
  return { action: decision.action, reason: 'reason' in decision ? decision.reason : null };
}
