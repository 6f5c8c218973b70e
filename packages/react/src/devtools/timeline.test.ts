import { ForewarmError, type ForewarmEvent, UNKNOWN_USAGE } from '@forewarm/core';
import { describe, expect, test } from 'vitest';
import { describeEvent, lanesOf, timelineOf } from './timeline.js';

const usage = { prompt: 151_629, cacheRead: 151_629, cacheWrite: 0, output: 1 };
const key = 'k';
const warmed = (at: number, expiresAt: number): ForewarmEvent => ({
  type: 'warmed',
  at,
  key,
  trigger: 'focus',
  method: 'zero-tokens',
  wrote: true,
  usage,
  outcome: 'miss',
  durationMs: 2000,
  expiresAt,
});
const finished: ForewarmEvent = {
  type: 'ask-finished',
  at: 9000,
  key,
  usage,
  outcome: 'hit',
  joined: false,
  raced: false,
  heldOut: false,
  waitedMs: 100,
  ttftMs: 1000,
  totalMs: 4000,
};

describe('timelineOf', () => {
  test('puts in entries that have run out, where they did', () => {
    const events = [warmed(1, 100), { ...finished, at: 200 }];
    expect(timelineOf(events, 150).map(({ type }) => type)).toEqual(['warmed', 'expired', 'ask-finished']);
    expect(timelineOf(events, 99).map(({ type }) => type)).toEqual(['warmed', 'ask-finished']);
  });

  test('an entry that was warmed again before its end has not run out', () => {
    expect(timelineOf([warmed(1, 100), warmed(50, 300)], 200).map(({ type }) => type)).toEqual(['warmed', 'warmed']);
    const twice = timelineOf([warmed(1, 100), warmed(150, 300)], 400);
    expect(twice.map(({ type, at }) => [type, at])).toEqual([
      ['warmed', 1],
      ['expired', 100],
      ['warmed', 150],
      ['expired', 300],
    ]);
  });
});

test('lanesOf counts from the start of the warm a question was asked after', () => {
  const lanes = lanesOf([warmed(4000, 99_999), finished, finished]);
  expect(lanes).toEqual([
    {
      label: '1',
      typingMs: 3000,
      waitedMs: 100,
      modelMs: 900,
      streamingMs: 3000,
      warm: { startMs: 0, durationMs: 2000 },
    },
    { label: '2', typingMs: 0, waitedMs: 100, modelMs: 900, streamingMs: 3000, warm: null },
  ]);
});

test.each<[ForewarmEvent, string]>([
  [warmed(1, 2), 'written in 2.00 s, 151,629 tokens'],
  [finished, 'hit, 151,629 tokens from cache, 4.00 s'],
  [{ ...finished, usage: UNKNOWN_USAGE, outcome: 'unknown' }, 'unknown, tokens unknown from cache, 4.00 s'],
  [{ type: 'warm-skipped', at: 1, key, trigger: 'hover', reason: 'save-data' }, 'save-data, by hover'],
  [{ type: 'ask-joined', at: 1, key, waitedMs: 250, timedOut: true }, '250 ms, then went alone'],
  [{ type: 'ask-stopped', at: 1, key, joining: true, totalMs: 250 }, '250 ms, while it waited for a warm'],
  [{ type: 'ask-failed', at: 1, key, error: new ForewarmError('timeout', 'Too late.'), totalMs: 1 }, 'Too late.'],
  [
    { type: 'warm-unread', at: 0, key, usage, warmAgeMs: 12_000 },
    '0 of 151,629 tokens read, 12.00 s after a warm began; see docs/unread-warms.md',
  ],
])('%o', (event, text) => expect(describeEvent(event)).toBe(text));

test('an answer begun ahead is told in reasons and times, without a word of it', () => {
  const error = new ForewarmError('rate-limited', 'What was asked: secret.');
  const discarded = { type: 'speculation-discarded', at: 1, key, reason: 'failed', error, usage, ageMs: 1500 } as const;
  expect(describeEvent(discarded)).toBe('rate-limited, after 1.50 s');
  expect(describeEvent({ ...discarded, reason: 'changed', error: null })).toBe('changed, after 1.50 s');
  expect(describeEvent({ type: 'speculation-adopted', at: 1, key, ageMs: 900 })).toBe('begun 900 ms before');
  expect(describeEvent({ type: 'speculation-skipped', at: 1, key, reason: 'cold' })).toBe('cold');
});
