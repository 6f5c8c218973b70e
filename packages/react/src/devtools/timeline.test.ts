import { ForewarmError, type ForewarmEvent, UNKNOWN_USAGE } from '@forewarm/core';
import { describe, expect, test } from 'vitest';
import { bugReport } from './bugReport.js';
import { explain } from './explain.js';
import { reasonOf } from './reasonOf.js';
import { lanesOf, timelineOf } from './timeline.js';

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
    expect(timelineOf(events, 150).map(({ type }) => type)).toEqual(['ask-finished', 'expired', 'warmed']);
    expect(timelineOf(events, 99).map(({ type }) => type)).toEqual(['ask-finished', 'warmed']);
  });

  test('an entry that was warmed again before its end has not run out', () => {
    expect(timelineOf([warmed(1, 100), warmed(50, 300)], 200).map(({ type }) => type)).toEqual(['warmed', 'warmed']);
    const twice = timelineOf([warmed(1, 100), warmed(150, 300)], 400);
    expect(twice.map(({ type, at }) => [type, at])).toEqual([
      ['expired', 300],
      ['warmed', 150],
      ['expired', 100],
      ['warmed', 1],
    ]);
  });
});

test('lanesOf counts from the start of the warm a question was asked after', () => {
  const figures = { waitedMs: 100, modelMs: 900, streamingMs: 3000 };
  expect(lanesOf([warmed(4000, 99_999), finished, finished])).toEqual([
    { label: '2. k: hit, first token 1.00 s, whole 4.00 s', typingMs: 0, ...figures, warm: null },
    {
      label: '1. k: hit, first token 1.00 s, whole 4.00 s',
      typingMs: 3000,
      ...figures,
      warm: { startMs: 0, durationMs: 2000 },
    },
  ]);
});

const slow = new ForewarmError('timeout', 'Too late.');
const written = { prompt: 151_629, cacheRead: 0, cacheWrite: 151_629, output: 1 };

test.each<[ForewarmEvent, string]>([
  [
    { ...warmed(1, 90_000), usage: written } as ForewarmEvent,
    'Warmed on focus in 2.00 s: 151,629 tokens written to cache, 1 token answered; warm until 00:01:30.',
  ],
  [
    { ...warmed(1, 90_000), wrote: false } as ForewarmEvent,
    'Warm already on focus, known after 2.00 s: nothing was written; warm until 00:01:30.',
  ],
  [finished, 'Answered in 4.00 s, cache hit: 151,629 tokens read from cache, 1 token answered.'],
  [
    { ...finished, usage: UNKNOWN_USAGE, outcome: 'unknown' },
    'Answered in 4.00 s, cache use not reported: tokens not reported.',
  ],
  [
    { type: 'warm-skipped', at: 1, key, trigger: 'hover', reason: 'save-data' },
    'Not warmed on hover: Data Saver is on (save-data); cost nothing.',
  ],
  [
    { type: 'warm-failed', at: 1, key, trigger: 'focus', error: slow, durationMs: 900 },
    'The warm on focus failed after 900 ms (timeout): Too late.',
  ],
  [
    { type: 'ask-joined', at: 1, key, waitedMs: 250, timedOut: true },
    'Waited 250 ms for the warm in flight, the longest allowed (joinTimeoutMs), then went alone.',
  ],
  [
    { type: 'ask-raced', at: 1, key, byWaitingMs: 900, aloneMs: 300 },
    'Went alone beside the warm in flight, 300 ms rather than 900 ms by waiting; the prefix is paid twice.',
  ],
  [
    { type: 'ask-stopped', at: 1, key, joining: true, totalMs: 250 },
    'Stopped after 250 ms, while it waited for a warm.',
  ],
  [{ type: 'ask-failed', at: 1, key, error: slow, totalMs: 1 }, 'The answer failed after 1 ms (timeout): Too late.'],
  [
    { type: 'warm-unread', at: 0, key, usage, warmAgeMs: 12_000 },
    'None of 151,629 tokens was read, 12.00 s after a warm began: the two differ; see docs/unread-warms.md.',
  ],
])('%o', (event, text) => expect(explain(event)).toBe(text));

test('an answer begun ahead is told in reasons and times, without a word of it', () => {
  const error = new ForewarmError('rate-limited', 'What was asked: secret.');
  const discarded = { type: 'speculation-discarded', at: 1, key, reason: 'failed', error, usage, ageMs: 1500 } as const;
  expect(explain(discarded)).toMatch(/^The answer begun ahead was thrown away after 1\.50 s \(rate-limited\): /);
  expect(explain({ ...discarded, reason: 'changed', error: null })).toMatch(/ \(changed\): /);
  expect(explain({ type: 'speculation-skipped', at: 1, key, reason: 'cold' })).toContain('(cold)');
  expect([explain(discarded), JSON.stringify(bugReport([discarded], 0))].join()).not.toContain('secret');
});

test('a bug report has the events newest first, without the words of a conversation', () => {
  const thread = [{ question: 'secret?', answer: 'secret.' }];
  const named = JSON.stringify({ id: 'docs', thread });
  const events = [
    { ...finished, key: named },
    { type: 'ask-failed', at: 9500, key: named, error: slow, totalMs: 1 },
  ] as const;
  const report = JSON.stringify(bugReport(events, 10_000));
  expect(report).not.toContain('secret');
  expect(JSON.parse(report)).toMatchObject({
    at: '1970-01-01T00:00:10.000Z',
    events: [
      {
        type: 'ask-failed',
        at: '1970-01-01T00:00:09.500Z',
        prefix: 'docs +1',
        error: { code: 'timeout', message: 'Too late.' },
      },
      { type: 'ask-finished', prefix: 'docs +1', outcome: 'hit', why: expect.stringContaining('cache hit') },
    ],
  });
});

test('reasonOf names the page of what was skipped, and of a question that went alone', () => {
  const at = { at: 1, key };
  const events: readonly ForewarmEvent[] = [
    { ...at, type: 'warm-skipped', trigger: 'focus', reason: 'offline' },
    { ...at, type: 'speculation-skipped', reason: 'cold' },
    { ...at, type: 'ask-joined', waitedMs: 30_000, timedOut: true },
    { ...at, type: 'ask-joined', waitedMs: 100, timedOut: false },
    { ...at, type: 'ask-raced', byWaitingMs: 2, aloneMs: 1 },
    finished,
  ];
  expect(events.map(reasonOf)).toEqual(['offline', 'cold', 'join-timed-out', null, 'join-raced', null]);
});
