import { expect, test } from 'vitest';
import { median } from './median.js';
import { readOptions } from './options.js';
import type { Run } from './run.js';
import { comparison } from './table.js';

test('defaults, and what the environment says', () => {
  expect(readOptions([], {})).toMatchObject({
    baseUrl: undefined,
    context: 'react-dom',
    typingMs: [3_000, 25_000],
    runs: 1,
    json: false,
  });
  const env = { ANTHROPIC_BASE_URL: 'http://localhost:8080', MODEL: 'm' };
  expect(readOptions(['--typing', '0, 1.5,3s', '--runs', '3', '--json'], env)).toMatchObject({
    baseUrl: 'http://localhost:8080',
    model: 'm',
    typingMs: [0, 1_500, 3_000],
    runs: 3,
    json: true,
  });
});

test.each([
  [['--typing', '3,x'], '--typing is "3,x"; it must be seconds, such as 0,3,25.'],
  [['--typing', ''], '--typing is ""'],
  [['--typing=-1'], '--typing is "-1"'],
  [['--runs', '0'], '--runs is "0"; it must be a whole number, 1 or more.'],
  [['--max-tokens', '1.5'], '--max-tokens is "1.5"'],
  [['--time-scale', '0'], '--time-scale is "0"; it must be a number above 0.'],
  [['--base-url', 'localhost'], '--base-url is "localhost"; it must be an http or https address.'],
  [['--speed', '1'], "Unknown option '--speed'"],
])('%j is refused by name', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});

test('medians are of what was reported', () => {
  expect(median([3, null, 1])).toBe(2);
  expect(median([5, 1, 9])).toBe(5);
  expect(median([null])).toBeNull();
});

test('the table has the cookbook’s rows, and does not take unknown for zero', () => {
  const run = (mode: Run['mode'], ttftMs: number, cacheRead: number | null): Run => ({
    mode,
    typingMs: 3_000,
    ttftMs,
    waitedMs: 0,
    modelTtftMs: ttftMs,
    totalMs: ttftMs + 6_500,
    outcome: 'hit',
    usage: { input: 22, output: 330, cacheRead, cacheWrite: null },
  });
  const table = comparison([run('standard', 20_870, 0), run('speculative', 1_940, 151_629)], 3_000);
  expect(table).toMatch(/Time to first token, from submit +20\.87 s +1\.94 s/);
  expect(table).toMatch(/Cache read input tokens +0 +151,629/);
  expect(table).toMatch(/Cache creation input tokens +not reported +not reported/);
  expect(table).toMatch(/TTFT improvement +90\.7 % \(18\.93 s faster\)/);
});
