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

/** The same draws, from 0 to below 1, every time. */
function uniform(): () => number {
  let state = 17;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

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

  /** What a visitor shows, in seconds from the first key. */
  const SHOWN: readonly (readonly [Trigger, number])[] = [
    ['visible', -5],
    ['hover', -1],
    ['focus', -0.5],
    ['keystroke', 0],
    ['keystroke', 2],
  ];
  const VISITORS = 2_000;

  /** Plays visitors: a share asks, the others show some signs. Counts warms and wasted ones. */
  function played(asking: (visitor: number) => number, leaving: (draw: number) => number): [number, number] {
    const policy = definePolicy({ eagerness: 'auto' });
    const random = uniform();
    let state: PrefixState = COLD;
    let [warms, wasted] = [0, 0];
    for (let visitor = 0; visitor < VISITORS; visitor++) {
      const at = (visitor + 1) * 600_000;
      const asks = random() < asking(visitor);
      const signs = asks ? SHOWN.length : leaving(random());
      let isWarmed = false;
      for (const [trigger, seconds] of SHOWN.slice(0, signs)) {
        const now = at + seconds * 1_000;
        state = settle(state, { type: 'sign-seen', trigger }, now, policy);
        isWarmed ||= decide(state, trigger, {}, null, now, policy).action === 'warm';
      }
      if (asks) {
        state = settle(state, { type: 'ask-started' }, at + 20_000, policy);
        state = settle(state, { type: 'ask-ended' }, at + 22_000, policy);
      }
      if (isWarmed) warms++;
      if (isWarmed && !asks) wasted++;
    }
    return [warms, wasted];
  }

  /** As in the replay: of 100 who leave 5 press a key, 15 more focus, 20 more see the input. */
  const assumed = (draw: number): number => (draw < 0.05 ? 4 : draw < 0.2 ? 3 : draw < 0.4 ? 1 : 0);

  it.each<[string, (visitor: number) => number, (draw: number) => number]>([
    ['nine of ten ask', () => 0.9, assumed],
    ['seven of ten ask', () => 0.7, assumed],
    ['half ask', () => 0.5, assumed],
    ['three of ten ask', () => 0.3, assumed],
    ['one of ten asks', () => 0.1, assumed],
    ['nine of ten ask, then one', (visitor) => (visitor < VISITORS / 2 ? 0.9 : 0.1), assumed],
    ['that changes with every fifty visitors', (visitor) => (Math.floor(visitor / 50) % 2 ? 0.9 : 0.1), assumed],
    ['all who leave focus', () => 0.7, () => 3],
    ['all who leave press a key', () => 0.3, () => 4],
  ])('wastes at most its share of the warms where %s, and warms nearly all who ask', (_, asking, leaving) => {
    const [warms, wasted] = played(asking, leaving);
    const asked = Array.from({ length: VISITORS }, (__, visitor) => asking(visitor)).reduce((a, b) => a + b);
    expect(wasted).toBeLessThanOrEqual(SHARE * warms);
    expect(warms - wasted).toBeGreaterThan(0.9 * asked);
  });

  it('warms few where those who go on typing leave too often: then no sign keeps the promise', () => {
    const typing = (): number => SHOWN.length;
    const [most, some] = [played(() => 0.8, typing), played(() => 0.7, typing)];
    expect(most[0]).toBeLessThan(0.25 * VISITORS);
    expect(most[1]).toBeLessThan(0.05 * VISITORS);
    expect(some[1]).toBeLessThan(0.02 * VISITORS);
  });

  it('refuses a sign without keeping a surer one away', () => {
    const policy = definePolicy({ eagerness: 'auto' });
    expect(decide(COLD, 'visible', {}, null, 1_000, policy)).toEqual({ action: 'skip', reason: 'wasted' });
    expect(retryAfter(COLD, 'wasted', null, 1_000, policy)).toBe(0);
    const typing = settle(COLD, { type: 'sign-seen', trigger: 'keystroke' }, 1_000, policy);
    expect(decide(typing, 'keystroke', {}, null, 2_500, policy)).toEqual({ action: 'warm' });
    expect(decide(COLD, 'manual', {}, null, 1_000, policy)).toEqual({ action: 'warm' });
  });
});
