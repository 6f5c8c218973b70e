import type { AskState } from '@forewarm/core';
import { IDLE } from '@forewarm/core/kit';
import { describe, expect, test } from 'vitest';
import { describeTiming } from './format.js';
import { ENGLISH } from './labels.js';

const done: AskState = {
  ...IDLE,
  status: 'done',
  outcome: 'hit',
  usage: { prompt: 151_640, cacheRead: 151_629, cacheWrite: 0, output: 300 },
  timing: {
    submittedAt: 0,
    typedMs: 3000,
    begunMs: null,
    warm: null,
    ttftMs: 1943,
    waitedMs: 3.4,
    modelMs: 1939.6,
    totalMs: 4200,
  },
};
const rates = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15, currency: 'EUR' };

describe('describeTiming', () => {
  test('says what the time was made of and what the cache did', () => {
    expect(describeTiming(ENGLISH, done)).toBe(
      '1.94 s to first token: 0.00 s waiting + 1.94 s model · hit · 151,629 tokens read from cache',
    );
  });

  test('says that it joined a warm', () => {
    const timing = { ...done.timing!, waitedMs: 1200 };
    expect(describeTiming(ENGLISH, { ...done, timing })).toContain(
      '1.20 s waiting + 0.74 s model · joined the warm · hit',
    );
  });

  test('adds cost and gain where they are known', () => {
    const told = describeTiming(ENGLISH, done, { rates, cold: { median: 20_870, count: 3 } });
    expect(told).toContain('· €0.05 · 18.93 s sooner than cold (median of 3)');
    expect(describeTiming(ENGLISH, done, { cold: { median: 1000, count: 1 } })).toContain('0.94 s later than cold');
  });

  test('what was not reported is unknown, not zero', () => {
    const usage = { prompt: null, cacheRead: null, cacheWrite: null, output: null };
    const told = describeTiming(ENGLISH, { ...done, outcome: 'unknown', usage }, { rates });
    expect(told).toMatch(/model · cache use not reported · cost unknown$/);
  });

  test('the cost of an answer that started anew is unknown: the lost one is paid too', () => {
    const told = describeTiming(ENGLISH, { ...done, restarted: true }, { rates });
    expect(told).toMatch(/· cost unknown$/);
  });

  test('a cold run is not compared with itself', () => {
    const told = describeTiming(ENGLISH, { ...done, outcome: 'miss' }, { cold: { median: 20_870, count: 1 } });
    expect(told).not.toContain('cold');
  });

  test('an end without a token says when', () => {
    const timing = { ...done.timing!, ttftMs: null, modelMs: null };
    expect(describeTiming(ENGLISH, { ...done, status: 'failed', timing })).toBe('ended after 4.20 s without a token');
    expect(describeTiming(ENGLISH, IDLE)).toBe('');
  });
});
