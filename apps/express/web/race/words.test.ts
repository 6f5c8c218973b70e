import { AskObserver, type AskState, ForewarmClient, ForewarmError } from '@forewarm/core';
import { expect, test } from 'vitest';
import { scriptedAdapter } from '@forewarm/testing';
import { axisFor, expectedReadMs } from './expected.js';
import type { Run } from './race.js';
import { captionOf, problemOf, verdictOf } from './words.js';

const IDLE = new AskObserver(new ForewarmClient({ adapter: scriptedAdapter<{ id: string }>() })).getSnapshot();
const timing = { submittedAt: 0, typedMs: null, warm: null, begunMs: null, modelMs: null, totalMs: null };
const lane = (
  ttftMs: number | null,
  outcome: AskState['outcome'],
  more: Partial<AskState> = {},
  waitedMs = 0,
): AskState => ({
  ...IDLE,
  status: 'done',
  outcome,
  timing: { ...timing, ttftMs, waitedMs },
  ...more,
});
const run = (speculative: AskState, standard: AskState, end: Run['end'] = 'complete'): Run => ({
  id: 1,
  question: 'Q',
  context: 'c',
  lanes: { speculative, standard },
  end,
});

test.each([
  [lane(1940, 'hit'), 'speculative', true, 'hit: cached while you typed'],
  [lane(19_000, 'hit', {}, 17_000), 'speculative', true, 'hit, after waiting for the warm'],
  [lane(1940, 'hit'), 'standard', false, 'hit: already cached by your first question'],
  [lane(1940, 'hit'), 'speculative', false, 'hit: already cached by your first question'],
  [lane(20_870, 'miss'), 'standard', true, 'miss: the model read the whole context'],
  [lane(20_870, 'miss'), 'speculative', true, 'miss: the model read the whole context'],
  [lane(null, null, { status: 'stopped' }), 'standard', true, 'stopped'],
] as const)('a caption says what the cache did: %#', (state, name, isFirst, caption) => {
  expect(captionOf(name, state, isFirst)).toBe(caption);
});

test.each([
  [run(lane(1940, 'hit'), lane(19_340, 'miss')), '17.4 s sooner', /from the moment/],
  [run(lane(19_000, 'hit', {}, 17_000), lane(20_870, 'miss')), '1.9 s sooner', /waited 17\.0 s/],
  [run(lane(1940, 'hit'), lane(1930, 'hit')), 'No difference', /cached for both/],
  [run(lane(2940, 'hit'), lane(1930, 'hit')), '1.0 s later', /cached for both/],
  [run(lane(1940, 'hit'), lane(null, null, { status: 'stopped' }), 'stopped'), 'No result', /incomplete: stopped/],
])('the verdict of a run: %#', (given, text, why) => {
  expect(verdictOf(given)).toMatchObject({ text, why: expect.stringMatching(why) });
});

test('there is no verdict while a lane has no first token', () => {
  expect(verdictOf(run(lane(1940, 'hit'), lane(null, null, { status: 'waiting' }), null))).toBeNull();
});

test('a lost server is named by whether anything had come', () => {
  const error = new ForewarmError(
    'stream-cut',
    'The connection broke off before the end of the answer; asking again may work.',
  );
  expect(problemOf(lane(null, null, { error }))).toMatch(/went away before the first token/);
  expect(problemOf(lane(1, null, { error, answer: 'On' }))).toMatch(/before the end of the answer/);
  expect(problemOf(lane(1, 'hit'))).toBeNull();
});

test('an axis is round, holds its time and does not change with small differences', () => {
  expect([20_870, 21_300, 1940, 1, 0, 100_000].map(axisFor)).toEqual([25_000, 25_000, 2500, 10, 10, 150_000]);
  expect(expectedReadMs(151_629, 0.1)).toBeCloseTo(2087);
  expect(expectedReadMs(null, 1)).toBeNull();
});
