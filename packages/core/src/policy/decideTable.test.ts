import { expect, test } from 'vitest';
import { expenseOf, type Ledger, overBudget, spend } from './budget.js';
import type { Conditions } from '../base/environment.js';
import { COLD, decide, type PrefixState } from './policy.js';
import { type PolicyOptions, definePolicy } from './policyOptions.js';
import { TRIGGERS, type Trigger } from './trigger.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';
import type { Warmth } from './warmth.js';

const NOW = 10_000_000;
const warmth = (startedAt: number, expiresAt: number, asked = false): Warmth => ({
  hash: 'h',
  startedAt,
  expiresAt,
  source: 'warm',
  asked,
  method: 'zero-tokens',
  usage: UNKNOWN_USAGE,
});
const FRESH = warmth(NOW - 1_000, NOW + 299_000);
const ENDED = warmth(NOW - 301_000, NOW - 1_000);

/** Every state of a prefix, and the decision it leads to alone. */
const STATES: readonly [string, Partial<PrefixState>, string][] = [
  ['cold', {}, 'warm'],
  ['in flight', { warmingSince: NOW - 1 }, 'join'],
  ['in flight and fresh', { warmingSince: NOW - 1, warmth: FRESH }, 'join'],
  ['fresh', { warmth: FRESH }, 'fresh'],
  ['fresh and being asked about', { warmth: FRESH, asking: 1, askedAt: NOW }, 'fresh'],
  ['stale', { warmth: ENDED }, 'warm'],
  ['being asked about', { asking: 2, askedAt: NOW }, 'ask-in-flight'],
  ['stale and being asked about', { warmth: ENDED, asking: 1, askedAt: NOW }, 'ask-in-flight'],
  ['in back-off', { failures: 2, retryAt: NOW + 5_000 }, 'back-off'],
  ['told to wait', { retryAt: NOW + 5_000, retryReason: 'user-limit' }, 'user-limit'],
  ['out of back-off', { failures: 2, retryAt: NOW - 1 }, 'warm'],
  ['wasted three times', { wasted: 2, warmth: ENDED }, 'wasted'],
  ['wasted twice', { wasted: 1, warmth: ENDED }, 'warm'],
  ['not to be warmed', { unwarmable: 'below-minimum' }, 'below-minimum'],
  ['not to be warmed, though fresh', { unwarmable: 'below-minimum', warmth: FRESH }, 'below-minimum'],
];

/** Conditions that forbid any warm, in the order of their reasons. */
const CONDITIONS: readonly [Conditions, string | null][] = [
  [{}, null],
  [{ offline: true }, 'offline'],
  [{ hidden: true }, 'hidden'],
  [{ saveData: true }, 'save-data'],
  [{ automated: true }, 'automation'],
  [{ offline: true, hidden: true, saveData: true, automated: true }, 'offline'],
  [{ hidden: true, saveData: true }, 'hidden'],
  [{ saveData: true, automated: true }, 'save-data'],
];

const BUDGET = { windowMs: 60_000, warms: 1 };
/** Policies, their reason before the state counts, and whether the budget is spent. */
const POLICIES: readonly [string, PolicyOptions, string | null, boolean][] = [
  ['as it comes', {}, null, false],
  ['all triggers', { triggers: TRIGGERS }, null, false],
  ['killed', { enabled: false, triggers: TRIGGERS }, 'disabled', false],
  ['held out', { triggers: TRIGGERS, holdout: { share: 1, unit: 'me' } }, 'holdout', false],
  ['spent', { triggers: TRIGGERS, budget: BUDGET }, null, true],
];

const isOn = (trigger: Trigger, { triggers = ['focus', 'keystroke'] }: PolicyOptions): boolean =>
  trigger === 'manual' || triggers.includes(trigger);

const rows = STATES.flatMap(([state, part, alone]) =>
  CONDITIONS.flatMap(([conditions, against]) =>
    POLICIES.flatMap(([policy, init, first, isSpent]) =>
      TRIGGERS.map((trigger) => {
        const off = isOn(trigger, init) ? null : 'trigger-off';
        const said = init.enabled === false ? 'disabled' : (off ?? first);
        const never = part.unwarmable ?? null;
        const last = alone === 'warm' && isSpent ? 'budget-warms' : alone;
        return { state, part, conditions, policy, init, isSpent, trigger, expected: said ?? never ?? against ?? last };
      }),
    ),
  ),
);

test(`every state × environment × policy × trigger (${rows.length} rows) is decided as the table says`, () => {
  for (const { state, part, conditions, policy, init, isSpent, trigger, expected } of rows) {
    const options = definePolicy(init);
    const ledger: Ledger = isSpent ? spend([], { warms: 1, tokens: 0, cost: 0 }, NOW, NOW, options.budget!) : [];
    const over = options.budget && overBudget(ledger, expenseOf(null, options), NOW, options.budget);
    const decision = decide({ ...COLD, ...part }, trigger, conditions, over, NOW, options);
    const row = `${state} · ${JSON.stringify(conditions)} · ${policy} · ${trigger}`;
    expect([row, decision.action === 'skip' ? decision.reason : decision.action]).toEqual([row, expected]);
  }
});
