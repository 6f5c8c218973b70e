import { describe, expect, test } from 'vitest';
import { ForewarmError } from '../base/errors.js';
import { COLD, decide, type Outcome, type PrefixState, settle } from './policy.js';
import { definePolicy } from './policyOptions.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';
import type { Warmth } from './warmth.js';

const policy = definePolicy();
const NOW = 1_000_000;
const warmth = (part: Partial<Warmth> = {}): Warmth => ({
  hash: 'h',
  startedAt: NOW,
  expiresAt: NOW + 300_000,
  source: 'warm',
  asked: false,
  method: 'zero-tokens',
  usage: UNKNOWN_USAGE,
  ...part,
});
const state = (part: Partial<PrefixState>): PrefixState => ({ ...COLD, ...part });

describe('decide', () => {
  test.each([
    ['cold', COLD, 'warm'],
    ['in flight', state({ warmingSince: NOW - 5 }), 'join'],
    ['fresh', state({ warmth: warmth() }), 'fresh'],
    [
      'within the margin of its end',
      state({ warmth: warmth({ startedAt: NOW - 291_000, expiresAt: NOW + 9_000 }) }),
      'warm',
    ],
    ['ended', state({ warmth: warmth({ startedAt: NOW - 400_000, expiresAt: NOW - 100_000 }) }), 'warm'],
    [
      'written in the future (clock set back)',
      state({ warmth: warmth({ startedAt: NOW + 3_600_000, expiresAt: NOW + 3_900_000 }) }),
      'warm',
    ],
    ['being asked about', state({ asking: 1, askedAt: NOW - 119_999 }), 'ask-in-flight'],
    ['asked about by who is gone', state({ asking: 1, askedAt: NOW - 120_000 }), 'warm'],
    ['can’t be warmed', state({ unwarmable: 'below-minimum' }), 'below-minimum'],
    ['after a failure', state({ failures: 1, retryAt: NOW + 1 }), 'back-off'],
    ['after the pause', state({ failures: 1, retryAt: NOW }), 'warm'],
    ['a pause further off than any (clock set back)', state({ failures: 1, retryAt: NOW + 10_000_000 }), 'warm'],
    [
      'third unasked warm just ended',
      state({ wasted: 2, warmth: warmth({ startedAt: 0, expiresAt: NOW - 1 }) }),
      'wasted',
    ],
    [
      'third ended, but it was asked',
      state({ wasted: 2, warmth: warmth({ startedAt: 0, expiresAt: NOW - 1, asked: true }) }),
      'warm',
    ],
    ['rested after three', state({ wasted: 2, warmth: warmth({ startedAt: 0, expiresAt: NOW - 600_000 }) }), 'warm'],
  ])('%s', (_name, given, expected) => {
    const decision = decide(given, 'focus', {}, null, NOW, policy);
    expect(decision.action === 'skip' ? decision.reason : decision.action).toBe(expected);
  });

  test.each([
    [{ offline: true }, 'offline'],
    [{ hidden: true }, 'hidden'],
    [{ saveData: true }, 'save-data'],
    [{ automated: true }, 'automation'],
  ])('%o speaks against it', (conditions, reason) => {
    expect(decide(COLD, 'focus', conditions, null, NOW, policy)).toEqual({ action: 'skip', reason });
  });

  test('the kill switch is read at every decision', () => {
    let on = true;
    const switched = definePolicy({ enabled: () => on });
    expect(decide(COLD, 'manual', {}, null, NOW, switched).action).toBe('warm');
    on = false;
    expect(decide(COLD, 'manual', {}, null, NOW, switched)).toEqual({ action: 'skip', reason: 'disabled' });
  });

  test('only listed triggers warm, and manual always', () => {
    expect(decide(COLD, 'hover', {}, null, NOW, policy)).toEqual({ action: 'skip', reason: 'trigger-off' });
    expect(decide(COLD, 'manual', {}, null, NOW, definePolicy({ triggers: [] })).action).toBe('warm');
  });
});

describe('settle', () => {
  const failed = (retryAfterMs: number | undefined): Outcome => {
    const error = new ForewarmError('upstream', 'It failed.', { retryAfterMs });
    return { type: 'warm-ended', report: { status: 'failed', error } };
  };
  const skipped = (reason: string, retryAfterMs: number | null): Outcome => ({
    type: 'warm-ended',
    report: { status: 'skipped', reason, retryAfterMs, warmth: null },
  });

  test('pauses double with each failure, keep to retry-after, and end at the longest', () => {
    let now = NOW;
    let current = COLD;
    const waits: number[] = [];
    for (const retryAfterMs of [undefined, undefined, 60_000, undefined, 9_999_999]) {
      current = settle(current, failed(retryAfterMs), now, policy);
      waits.push(current.retryAt - now);
      now = current.retryAt;
    }
    expect(waits).toEqual([5_000, 10_000, 60_000, 40_000, 300_000]);
    const report = { status: 'warmed', warmth: warmth(), wrote: true } as const;
    const warm = settle(current, { type: 'warm-ended', report }, now, policy);
    expect(warm).toMatchObject({ failures: 0, retryAt: 0, error: null });
  });

  test('a skip with a time is tried again then; one without is for good', () => {
    const later = settle(COLD, skipped('budget', 1000), NOW, policy);
    expect(decide(later, 'focus', {}, null, NOW + 999, policy)).toEqual({ action: 'skip', reason: 'budget' });
    expect(decide(later, 'focus', {}, null, NOW + 1000, policy).action).toBe('warm');
    const never = settle(COLD, skipped('below-minimum', null), NOW, policy);
    expect(decide(never, 'focus', {}, null, NOW + 1e9, policy)).toEqual({ action: 'skip', reason: 'below-minimum' });
  });

  test('an ask clears the count of wasted warms', () => {
    const asked = settle(state({ wasted: 2, warmth: warmth() }), { type: 'ask-started' }, NOW, policy);
    expect(asked).toMatchObject({ wasted: 0, asking: 1, warmth: { asked: true } });
  });
});

test.each([
  [{ debounceMs: Number.NaN }, 'policy: debounceMs is NaN; it must be a finite number, 0 or more.'],
  [{ marginMs: -1 }, 'policy: marginMs is -1; it must be a finite number, 0 or more.'],
  [{ warmTimeoutMs: 0 }, 'policy: warmTimeoutMs is 0; it must be a finite number, 1 or more.'],
  [{ joinTimeoutMs: Infinity }, 'policy: joinTimeoutMs is Infinity'],
  [{ triggers: ['click' as 'focus'] }, 'policy: triggers is "click"; it must be among focus, keystroke'],
  [{ join: 'maybe' as 'wait' }, 'policy: join is "maybe"; it must be one of wait, race, never.'],
  [{ enabled: 'yes' as never }, 'policy: enabled is "yes"'],
])('option %o is refused by name', (init, message) => {
  expect(() => definePolicy(init)).toThrow(message);
});
