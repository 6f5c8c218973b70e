import { describe, expect, test } from 'vitest';
import type { ForewarmEvent } from '../client/events.js';
import { addEvent, KEEP_SAMPLES, type Metrics, NO_METRICS } from './metrics.js';
import { report } from './report.js';
import type { CacheOutcome } from '../adapter/usage.js';

const usage = { prompt: 100, cacheRead: 90, cacheWrite: 0, output: 5 };
const after = (...events: ForewarmEvent[]): Metrics => events.reduce(addEvent, NO_METRICS);
const warmed = (key: string, expiresAt: number, wrote = true): ForewarmEvent => ({
  type: 'warmed',
  at: 0,
  key,
  trigger: 'focus',
  method: 'zero-tokens',
  wrote,
  usage,
  outcome: 'miss',
  durationMs: 9,
  expiresAt,
});
const asked = (key: string, at: number): ForewarmEvent => ({
  type: 'ask-started',
  at,
  key,
  joined: false,
  heldOut: false,
});
const finished = (ttftMs: number | null, outcome: CacheOutcome, joined = false): ForewarmEvent => ({
  type: 'ask-finished',
  at: 5,
  key: 'k',
  usage,
  outcome,
  joined,
  raced: false,
  heldOut: false,
  waitedMs: 0,
  ttftMs,
  totalMs: 99,
});

describe('wasted warms', () => {
  test.each([
    ['ran out unasked', [warmed('k', 100)], 100, 1],
    ['may still be asked on', [warmed('k', 100)], 99, 0],
    ['was asked on in time', [warmed('k', 100), asked('k', 99)], 200, 0],
    ['was asked on too late', [warmed('k', 100), asked('k', 100)], 200, 1],
    ['was asked on elsewhere', [warmed('k', 100), asked('other', 50)], 200, 1],
    ['cost nothing, since it was held already', [warmed('k', 100, false)], 200, 0],
  ])('one that %s', (_, events, now, wasted) => {
    expect(report(after(...events), null, now).wasted).toBe(wasted);
  });
});

test('metrics are as of the latest event that counts', () => {
  const late: ForewarmEvent = { type: 'prefix-drifted', at: 7, key: 'k', expected: 'a', actual: 'b' };
  expect(after(asked('k', 5)).at).toBe(5);
  expect(after(asked('k', 5), late).at).toBe(5);
});

test('times to the first token are percentiles by how the prefix was met', () => {
  const metrics = after(
    finished(20_870, 'miss'),
    finished(1_000, 'hit'),
    finished(3_000, 'hit'),
    finished(500, 'hit', true),
    finished(null, 'hit'),
    { ...finished(400, 'hit'), adopted: true } as ForewarmEvent,
    finished(700, 'partial'),
  );
  expect(report(metrics).ttftMs).toMatchObject({
    cold: { p50: 20_870, count: 1 },
    joined: { p50: 500, count: 1 },
    warm: { p50: 1_000, p90: 3_000, count: 2 },
    adopted: { p50: 400, count: 1 },
    unknown: { p50: 700, count: 1 },
  });
});

test('the hit rate is of those that say, and null where none does', () => {
  expect(report(after(finished(1, 'unknown'))).hitRate).toBeNull();
  expect(report(after(finished(1, 'unknown'), finished(1, 'hit'), finished(1, 'miss'))).hitRate).toBe(0.5);
});

test('counts everything, and keeps no more than the latest samples', () => {
  const metrics = after(
    ...Array.from({ length: KEEP_SAMPLES + 5 }, (_, index) => finished(index, 'hit')),
    { type: 'warm-started', at: 0, key: 'k', trigger: 'focus' },
    { type: 'warm-skipped', at: 0, key: 'k', trigger: 'focus', reason: 'offline' },
    { type: 'ask-stopped', at: 0, key: 'k', joining: false, totalMs: 1 },
  );
  expect(metrics.warms).toEqual({ started: 1, warmed: 0, skipped: 1, failed: 0 });
  expect(metrics.asks).toEqual({ started: 0, finished: KEEP_SAMPLES + 5, failed: 0, stopped: 1, restarted: 0 });
  expect(metrics.answered).toHaveLength(KEEP_SAMPLES);
  expect(metrics.answered[0]!.ttftMs).toBe(5);
});

test('what does not count changes nothing', () => {
  const metrics = after(finished(1, 'hit'));
  expect(addEvent(metrics, { type: 'warm-joined', at: 0, key: 'k', trigger: 'focus' })).toBe(metrics);
});

test('a question that is asked anew counts as one answered, and as one restarted', () => {
  const metrics = after(asked('k', 2), { type: 'ask-restarted', at: 3, key: 'k' }, finished(4, 'hit'));
  expect(metrics.asks).toEqual({ started: 1, finished: 1, failed: 0, stopped: 0, restarted: 1 });
});

test('a question stopped while it waited counts as one, and leaves another’s credit alone', () => {
  const stopped: ForewarmEvent = { type: 'ask-stopped', at: 3, key: 'k', joining: true, totalMs: 1 };
  const metrics = after(warmed('k', 100), asked('k', 2), stopped, finished(500, 'hit'));
  expect(metrics.asks).toEqual({ started: 2, finished: 1, failed: 0, stopped: 1, restarted: 0 });
  expect(metrics.saved.cacheRead).toBe(usage.cacheRead);
});
