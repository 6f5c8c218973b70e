import { describe, expect, test } from 'vitest';
import type { ForewarmEvent } from '../client/events.js';
import { addEvent, KEEP_SAMPLES, type Metrics, NO_METRICS } from './metrics.js';
import { report } from './report.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** List prices of a model at 3 a million: reads cost a tenth, writes a quarter more. */
const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };
const wrote: Usage = { prompt: 100_000, cacheRead: 0, cacheWrite: 100_000, output: 0 };
const read: Usage = { prompt: 100_010, cacheRead: 100_000, cacheWrite: 0, output: 50 };
const after = (...events: ForewarmEvent[]): Metrics => events.reduce(addEvent, NO_METRICS);
const warmed = (key: string, usage = wrote, expiresAt = 1_000): ForewarmEvent => ({
  type: 'warmed',
  at: 0,
  key,
  trigger: 'focus',
  method: 'zero-tokens',
  wrote: true,
  usage,
  outcome: 'miss',
  durationMs: 9,
  expiresAt,
});
const asked = (key: string): ForewarmEvent => ({ type: 'ask-started', at: 5, key, joined: false, heldOut: false });
interface Answer {
  usage?: Usage;
  outcome?: CacheOutcome;
  raced?: boolean;
  heldOut?: boolean;
  ttftMs?: number | null;
}
const answered = (
  key: string,
  { usage = read, outcome = 'hit', raced = false, heldOut = false, ttftMs = 100 }: Answer = {},
): ForewarmEvent => ({
  type: 'ask-finished',
  at: 9,
  key,
  usage,
  outcome,
  joined: false,
  raced,
  heldOut,
  waitedMs: 0,
  ttftMs,
  totalMs: 200,
});

describe('money', () => {
  test('a warm that one question used cost a read more than no warm', () => {
    const told = report(after(warmed('k'), asked('k'), answered('k')), RATES);
    expect(told).toMatchObject({ spentTokens: 100_000, savedTokens: 100_000, racedCost: 0 });
    expect(told.spentCost).toBeCloseTo(0.375);
    expect(told.savedCost).toBeCloseTo(0.345);
    expect(told.netCost).toBeCloseTo(-0.03);
  });

  test('only the first question is credited to the warm: the next would have found what that one wrote', () => {
    const once = report(after(warmed('k'), asked('k'), answered('k')), RATES);
    const often = report(
      after(warmed('k'), asked('k'), answered('k'), asked('k'), answered('k'), asked('k'), answered('k')),
      RATES,
    );
    expect(often.savedCost).toBe(once.savedCost);
  });

  test('a wasted warm is spent for nothing, and a hit without a warm is no saving', () => {
    expect(report(after(warmed('k')), RATES)).toMatchObject({ savedCost: 0, savedTokens: 0 });
    expect(report(after(asked('k'), answered('k')), RATES)).toMatchObject({ spentCost: 0, savedCost: 0, netCost: 0 });
  });

  test('a question that missed all the same saved nothing', () => {
    const missed = answered('k', { usage: wrote, outcome: 'miss' });
    expect(report(after(warmed('k'), asked('k'), missed, asked('k'), answered('k')), RATES).savedTokens).toBe(0);
  });

  test('the second write of a race is told', () => {
    const raced = answered('k', { usage: wrote, outcome: 'miss', raced: true });
    expect(report(after(asked('k'), raced), RATES).racedCost).toBeCloseTo(0.345);
  });

  test('what was not reported is not known, and without rates there is no money', () => {
    const unknown = after(warmed('k', { prompt: null, cacheRead: null, cacheWrite: null, output: null }));
    expect(report(unknown, RATES)).toMatchObject({ spentTokens: null, spentCost: null, netCost: null });
    expect(report(after(warmed('k')), null)).toMatchObject({ spentTokens: 100_000, spentCost: null, netCost: null });
  });
});

test('wasted warms are counted for good, however many have come since', () => {
  const many = after(...Array.from({ length: KEEP_SAMPLES + 50 }, (_, n) => warmed(`k${n}`)));
  expect(report(many, null, 2_000).wasted).toBe(KEEP_SAMPLES + 50);
});

test('a warm that may still be asked on is not counted as wasted, however many there are', () => {
  const live = after(...Array.from({ length: KEEP_SAMPLES + 50 }, (_, n) => warmed(`k${n}`, wrote, 1_000)));
  expect(report(live, null, 999).wasted).toBe(0);
  const used = [asked('k0'), answered('k0')].reduce(addEvent, live);
  expect(report(used, RATES).savedTokens).toBe(100_000);
  expect(report(used, null, 1_000).wasted).toBe(KEEP_SAMPLES + 49);
});

test('percentiles are times that were measured', () => {
  const cold = Array.from({ length: 100 }, (_, n) => answered('k', { outcome: 'miss', ttftMs: n + 1 }));
  expect(report(after(...cold), null).ttftMs.cold).toEqual({ count: 100, p50: 50, p90: 90, p99: 99 });
  expect(report(NO_METRICS, null).ttftMs.cold).toEqual({ count: 0, p50: null, p90: null, p99: null });
});

describe('the share that is held out', () => {
  const proof = (held: number[], others: number[]): ReturnType<typeof report>['proof'] =>
    report(
      after(
        ...held.map((ttftMs) => answered('k', { heldOut: true, ttftMs })),
        ...others.map((ttftMs) => answered('k', { ttftMs })),
      ),
      null,
    ).proof;

  test('proves a difference with its uncertainty, as the textbook has it', () => {
    // Ten each, variances of 80/9: the standard error of the difference is 4/3.
    const twice = (values: number[]): number[] => [...values, ...values];
    const told = proof(twice([16, 18, 20, 22, 24]), twice([6, 8, 10, 12, 14]))!;
    expect(told).toMatchObject({ savedMs: 10, heldOut: { count: 10, meanMs: 20 }, warmed: { count: 10, meanMs: 10 } });
    expect(told.interval[0]).toBeCloseTo(10 - (1.96 * 4) / 3, 6);
    expect(told.interval[1]).toBeCloseTo(10 + (1.96 * 4) / 3, 6);
  });

  test('proves nothing of fewer than ten questions, or where the two overlap', () => {
    const many = Array.from({ length: 10 }, (_, n) => n * n);
    expect(proof(many.slice(1), many)).toBeNull();
    expect(proof(many, many.slice(1))).toBeNull();
    const [low, high] = proof([...many, 500], many)!.interval;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});
