import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Learned, paysOff, questionSeen, SIGNS, signSeen } from './eagerness.js';
import { COLD, decide, type PrefixState, retryAfter, settle } from './policy.js';
import { definePolicy } from './policyOptions.js';
import { TRIGGERS, type Trigger } from './trigger.js';

const LIFE_MS = 300_000;
const SHARE = 0.15;

/**
 * Visitors ten minutes apart show signs; some ask a minute later. A second key comes 2 s after the
 * first.
 */
function visits(asks: readonly boolean[], signs: readonly Trigger[], from: Learned = []): Learned {
  const since = Math.max(0, ...from.map(({ until }) => until));
  return asks.reduce((learned, isAsking, index) => {
    const at = since + (index + 1) * 600_000;
    const seen = signs.reduce((so, sign, place) => {
      return signSeen(so, sign, at + (signs.indexOf(sign) < place ? 2_000 : 0), LIFE_MS);
    }, learned);
    return isAsking ? questionSeen(seen, at + 60_000, LIFE_MS) : seen;
  }, from);
}

/** How many of `of` are true, spread evenly. */
const spread = (count: number, of: number): boolean[] =>
  Array.from({ length: of }, (_, index) => Math.floor(((index + 1) * count) / of) > Math.floor((index * count) / of));

const ALL: readonly Trigger[] = ['visible', 'focus', 'keystroke'];
/** Ten minutes after the latest visitor. */
const LATER = 10_000_000_000;
const allowed = (learned: Learned): Trigger[] => ALL.filter((sign) => paysOff(learned, sign, LATER, SHARE));
/** Whether a key 2 s after the first may warm. */
const allowsTyping = (learned: Learned): boolean =>
  paysOff(signSeen(learned, 'keystroke', LATER, LIFE_MS), 'keystroke', LATER + 2_000, SHARE);

describe('eagerness', () => {
  it('is a set of signs, each level with those of the levels before it', () => {
    expect(SIGNS.conservative).toEqual(['keystroke']);
    expect(SIGNS.moderate).toEqual(['keystroke', 'focus', 'hover']);
    expect(SIGNS.eager).toEqual(['keystroke', 'focus', 'hover', 'visible', 'idle']);
    expect(new Set([...SIGNS.eager, 'manual'])).toEqual(new Set(TRIGGERS));
    for (const eagerness of ['conservative', 'moderate', 'eager', 'auto'] as const) {
      expect(definePolicy({ eagerness }).triggers).toEqual(SIGNS[eagerness]);
    }
    expect(definePolicy({ eagerness: 'eager', triggers: ['focus'] }).triggers).toEqual(['focus']);
    expect(() => definePolicy({ eagerness: 'greedy' as never })).toThrow(
      /eagerness is "greedy".*conservative, moderate/,
    );
    expect(() => definePolicy({ eagerness: 'auto', wastedShare: 2 })).toThrow('wastedShare is 2');
  });
});

describe('auto', () => {
  it('begins with the surest sign, typing that goes on, and takes earlier ones once they pay', () => {
    expect(allowed([])).toEqual([]);
    expect(allowsTyping([])).toBe(true);
    expect(allowed(visits(spread(8, 8), ALL))).toEqual(ALL);
  });

  it('still warms for those who go on typing where most who press a key ask nothing', () => {
    const pressed = visits(spread(0, 20), ['keystroke']);
    const asked = visits(spread(4, 4), ['keystroke', 'keystroke'], pressed);
    expect(allowed(asked)).toEqual([]);
    expect(allowsTyping(asked)).toBe(true);
    expect(allowsTyping(visits(spread(2, 20), ['keystroke', 'keystroke']))).toBe(false);
  });

  it('steps down where fewer ask, and by itself up again once more do', () => {
    const few = visits(spread(2, 20), ['visible']);
    expect(allowed(visits(spread(20, 20), ['focus', 'keystroke'], few))).toEqual(['focus', 'keystroke']);
    expect(allowed(visits(spread(2, 20), ALL))).toEqual([]);
    expect(allowed(visits(spread(20, 20), ALL, visits(spread(2, 20), ALL)))).toEqual(ALL);
  });

  it('learns as well from signs on which it did not warm, and counts a shared entry once', () => {
    let learned: Learned = [];
    for (let visitor = 0; visitor < 50; visitor++) learned = signSeen(learned, 'visible', 1_000 + visitor, LIFE_MS);
    learned = questionSeen(learned, 10_000, LIFE_MS);
    expect(learned[3]!.asked).toEqual([true]);
  });

  it('is not misled by a clock that was set back', () => {
    const ahead = signSeen([], 'visible', 10_000_000, LIFE_MS);
    expect(signSeen(ahead, 'visible', 1_000, LIFE_MS)[3]!.asked).toEqual([false]);
  });

  it.each([0.7, 0.5, 0.1])(
    'keeps its promise of the earlier signs where a share of %d asks, in whatever order',
    (asking) => {
      const random = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 400, maxLength: 400 });
      fc.assert(
        fc.property(random, (draws) => {
          const policy = definePolicy({ eagerness: 'auto' });
          let state: PrefixState = COLD;
          let [warms, wasted] = [0, 0];
          for (const [index, draw] of draws.entries()) {
            const at = (index + 1) * 600_000;
            const decision = decide(state, 'visible', {}, null, at, policy);
            state = settle(state, { type: 'sign-seen', trigger: 'visible' }, at, policy);
            if (decision.action === 'warm') warms++;
            if (draw < asking)
              state = settle(
                settle(state, { type: 'ask-started' }, at + 1, policy),
                { type: 'ask-ended' },
                at + 2,
                policy,
              );
            else if (decision.action === 'warm') wasted++;
          }
          expect(wasted).toBeLessThanOrEqual(Math.max(SHARE * draws.length, SHARE * warms + 8));
        }),
        { numRuns: 50 },
      );
    },
  );

  it('refuses a sign without keeping a surer one away', () => {
    const policy = definePolicy({ eagerness: 'auto' });
    expect(decide(COLD, 'visible', {}, null, 1_000, policy)).toEqual({ action: 'skip', reason: 'wasted' });
    expect(retryAfter(COLD, 'wasted', null, 1_000, policy)).toBe(0);
    const typing = settle(COLD, { type: 'sign-seen', trigger: 'keystroke' }, 1_000, policy);
    expect(decide(typing, 'keystroke', {}, null, 2_500, policy)).toEqual({ action: 'warm' });
    expect(decide(COLD, 'manual', {}, null, 1_000, policy)).toEqual({ action: 'warm' });
  });
});
