import { describe, expect, it } from 'vitest';
import { type Compared, drawWriters, figuresOf, inOrder, withIntervals } from './figures.js';
import { seededRandom } from './random.js';

const visit = (writer: number, ttftMs: number | null, warms = 1): Compared => ({
  writer,
  ttftMs,
  length: ttftMs === null ? null : 30,
  typingMs: 0,
  warms,
  begun: 2,
  adopted: ttftMs !== null && ttftMs < 200,
  savedMs: 100,
  paid: { warms, uncached: 0, cacheRead: 0, cacheWrite: 1_000_000, output: 0 },
  unwarmed: { warms: 0, uncached: ttftMs === null ? 0 : 1_000_000, cacheRead: 0, cacheWrite: 0, output: 0 },
});

describe('figures', () => {
  it('are counted per question, whether the visit had one or not', () => {
    const visits = inOrder([visit(1, 300), visit(1, 100), visit(2, 200), visit(2, null)]);
    expect(figuresOf(visits)).toEqual({
      asks: 3,
      ttftMs: { p50: 200, p75: 300, p90: 300 },
      savedMs: 100,
      wastedShare: 1 / 4,
      warmsPerAsk: 4 / 3,
      begunPerAsk: 8 / 3,
      adoptedShare: 1 / 3,
      tokens: 4_000_000 / 3,
      savedTokens: -1_000_000 / 3,
      cost: 5,
      savedCost: -2,
    });
    expect(figuresOf([]).ttftMs).toEqual({ p50: null, p75: null, p90: null });
  });

  it('have intervals that come of writers, not of drafts', () => {
    const draws = drawWriters([1, 2], 200, seededRandom(1));
    expect(draws.every((draw) => [...draw.values()].reduce((a, b) => a + b) === 2)).toBe(true);
    // Writers are constant, so that only the draw matters.
    const alike = Array.from({ length: 50 }, () => [visit(1, 100), visit(2, 900)]).flat();
    expect(withIntervals(alike, draws).interval.ttftMs.p50).toEqual([100, 900]);
    const one = Array.from({ length: 50 }, (_, index) => visit(1, index * 10));
    expect(withIntervals(one, drawWriters([1], 200, seededRandom(1))).interval.ttftMs.p50).toEqual([240, 240]);
  });
});
