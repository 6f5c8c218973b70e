import { describe, expect, test } from 'vitest';
import { CIRCUMSTANCES, look } from './circumstances.js';
import { play } from './history.js';
import { FAILING, NOBODY_ASKS, VISIT } from './histories.js';
import { COOKBOOK, ttftMs } from './joinCurves.js';

describe('joining', () => {
  const { coldMs, hitMs, warmMs } = COOKBOOK;

  test.each([0, 3_000, 10_000, 18_930, 18_931, 20_869, 20_870, 30_000])('a question sent after %i ms', (thinkMs) => {
    const byWaiting = Math.max(0, warmMs - thinkMs) + hitMs;
    expect(ttftMs('wait', thinkMs)).toBe(byWaiting);
    expect(ttftMs('race', thinkMs)).toBe(Math.min(coldMs, byWaiting));
    expect(ttftMs('never', thinkMs)).toBe(thinkMs < warmMs ? coldMs : hitMs);
  });
});

describe('what the policy says in', () => {
  test('each circumstance: each reason of the policy’s own once, in its order', () => {
    expect(CIRCUMSTANCES.map((each) => look(each)).map(({ action, reason }) => reason ?? action)).toEqual([
      'disabled',
      'trigger-off',
      'holdout',
      'unsupported',
      'offline',
      'hidden',
      'save-data',
      'automation',
      'join',
      'fresh',
      'warm',
      'ask-in-flight',
      'back-off',
      'wasted',
      'budget-tokens',
      'warm',
    ]);
  });

  test('the order shown: with a later reason too, the earlier is given', () => {
    const skips = CIRCUMSTANCES.filter((each) => look(each).action === 'skip');
    for (const [index, first] of skips.entries()) {
      for (const later of skips.slice(index + 1)) {
        const both = {
          label: 'both',
          trigger: first.trigger ?? later.trigger ?? 'focus',
          policy: { ...later.policy, ...first.policy },
          conditions: { ...later.conditions, ...first.conditions },
          state: { ...later.state, ...first.state },
        } as const;
        // Two that say of the same field what it is can't both hold.
        if (first.state?.warmth && later.state?.warmth) continue;
        expect(look(both).reason, `${first.label}; ${later.label}`).toBe(look(first).reason);
      }
    }
  });
});

describe('histories', () => {
  test('a visit: one write, a question that prolongs it, and a second write once it is about to end', () => {
    const { told, spans } = play(VISIT.happenings, VISIT.backend);
    expect(told.map(({ decision, reason }) => reason ?? decision)).toEqual([
      'warm',
      'join',
      'fresh',
      'read',
      'fresh',
      'warm',
    ]);
    expect(spans.map(({ state, fromMs, toMs }) => [state, fromMs / 1000, toMs / 1000])).toEqual([
      ['warming', 0, 20.87],
      ['fresh', 20.87, 60],
      ['fresh', 60, 350],
      ['margin', 350, 355],
      ['warming', 355, 375.87],
      ['fresh', 375.87, 645],
      ['margin', 645, 655],
    ]);
  });

  test('a backend that fails is left alone for twice as long each time', () => {
    const { told, spans } = play(FAILING.happenings, FAILING.backend);
    const rests = spans.filter(({ state }) => state === 'resting').map(({ fromMs, toMs }) => (toMs - fromMs) / 1000);
    expect(rests).toEqual([5, 10, 20, 40]);
    expect(told.filter(({ decision }) => decision === 'warm')).toHaveLength(4);
    expect(new Set(told.map(({ reason }) => reason))).toEqual(new Set([null, 'back-off']));
  });

  test('where nobody asks, three warms are made, then none for ten minutes', () => {
    const { told, spans } = play(NOBODY_ASKS.happenings, NOBODY_ASKS.backend);
    expect(told.map(({ decision, reason }) => reason ?? decision)).toEqual([
      'warm',
      'warm',
      'warm',
      'wasted',
      'wasted',
      'warm',
    ]);
    const rests = spans
      .filter(({ state }) => state === 'resting')
      .map(({ fromMs, toMs }) => [fromMs / 60_000, toMs / 60_000]);
    expect(rests).toEqual([
      [17, 27],
      [35, 45],
    ]);
  });
});
