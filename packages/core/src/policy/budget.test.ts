import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Budget, type Ledger, overBudget, spend } from './budget.js';

const budget: Budget = { windowMs: 60_000, warms: 3, tokens: 1_000, cost: 5 };
const one = { warms: 1, tokens: 0, cost: 0 };
const NOW = 1_000_000_000;

describe('a budget', () => {
  test('allows what fits, names what does not, and says when it will', () => {
    let ledger: Ledger = [];
    for (let n = 0; n < 3; n++) {
      expect(overBudget(ledger, one, NOW, budget)).toBeNull();
      ledger = spend(ledger, one, NOW, NOW, budget);
    }
    const over = overBudget(ledger, one, NOW, budget)!;
    expect(over.reason).toBe('budget-warms');
    expect(overBudget(ledger, one, NOW + over.retryAfterMs - 1, budget)?.reason).toBe('budget-warms');
    expect(overBudget(ledger, one, NOW + over.retryAfterMs, budget)).toBeNull();
  });

  test.each([
    [{ warms: 1, tokens: 1_001, cost: 0 }, 'budget-tokens'],
    [{ warms: 1, tokens: 0, cost: 5.01 }, 'budget-cost'],
  ])('counts %o', (expense, reason) => {
    expect(overBudget([], expense, NOW, budget)?.reason).toBe(reason);
  });

  test('takes back what was reserved too much', () => {
    const reserved = spend([], { warms: 1, tokens: 1_000, cost: 5 }, NOW, NOW, budget);
    const put = spend(reserved, { warms: -1, tokens: -1_000, cost: -5 }, NOW, NOW + 5_000, budget);
    expect(overBudget(put, { warms: 3, tokens: 1_000, cost: 5 }, NOW, budget)).toBeNull();
  });

  test('puts right in an old slice what was reserved there, and leaves newer ones where they are', () => {
    const first = spend([], { warms: 1, tokens: 900, cost: 0 }, NOW, NOW, budget);
    const second = spend(first, { warms: 1, tokens: 50, cost: 0 }, NOW + 30_000, NOW + 30_000, budget);
    const put = spend(second, { warms: 0, tokens: -800, cost: 0 }, NOW, NOW + 40_000, budget);
    expect(put.map(({ warms, tokens }) => [warms, tokens])).toEqual([
      [1, 100],
      [1, 50],
    ]);
    expect(overBudget(put, { warms: 1, tokens: 950, cost: 0 }, NOW + 62_000, budget)).toBeNull();
    expect(overBudget(put, { warms: 1, tokens: 951, cost: 0 }, NOW + 62_000, budget)?.reason).toBe('budget-tokens');
  });

  test('is never exceeded within any window, and its ledger stays small', () => {
    const step = fc.record({ after: fc.integer({ min: 0, max: 20_000 }), tokens: fc.integer({ min: 0, max: 600 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let ledger: Ledger = [];
        let now = NOW;
        const made: { at: number; tokens: number }[] = [];
        for (const { after, tokens } of steps) {
          now += after;
          const expense = { warms: 1, tokens, cost: 0 };
          if (overBudget(ledger, expense, now, budget)) continue;
          ledger = spend(ledger, expense, now, now, budget);
          made.push({ at: now, tokens });
          expect(ledger.length).toBeLessThanOrEqual(62);
        }
        for (const { at } of made) {
          const within = made.filter((other) => other.at > at - budget.windowMs && other.at <= at);
          expect(within.length).toBeLessThanOrEqual(budget.warms);
          expect(within.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget.tokens);
        }
      }),
    );
  });
});
