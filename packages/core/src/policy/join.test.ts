import { describe, expect, test } from 'vitest';
import { expectedMs, type Latencies, learn, type LatencyKind, NO_LATENCIES } from '../adapter/estimate.js';
import { decideJoin, type JoinSituation } from './join.js';

const measured = (...samples: [LatencyKind, number | null, number][]): Latencies =>
  samples.reduce<Latencies>((latencies, [kind, tokens, ms]) => learn(latencies, kind, tokens, ms), NO_LATENCIES);

describe('an estimate', () => {
  test.each([
    ['nothing known', NO_LATENCIES, 'cold', 1_000, null],
    [
      'measured at this size',
      measured(['cold', 1_000, 100], ['cold', 1_050, 300], ['cold', 9_000, 1]),
      'cold',
      1_000,
      200,
    ],
    ['measured without sizes', measured(['cold', null, 700]), 'cold', null, 700],
    ['measured at another size, scaled', measured(['cold', 10_000, 1_000]), 'cold', 50_000, 5_000],
    ['a hit elsewhere, not scaled', measured(['hit', 10_000, 900]), 'hit', 50_000, 900],
  ] as const)('from %s', (_name, latencies, kind, tokens, expected) => {
    expect(expectedMs(latencies, kind, tokens)).toBe(expected);
  });

  test('follows a backend that has become slower', () => {
    let latencies = NO_LATENCIES;
    for (let n = 0; n < 100; n++) latencies = learn(latencies, 'cold', 1_000, n < 90 ? 100 : 500);
    expect(latencies.cold.length).toBeLessThanOrEqual(15);
    expect(expectedMs(latencies, 'cold', 1_000)).toBe(500);
  });
});

describe('joining', () => {
  const latencies = measured(['cold', 1_000, 20_000], ['hit', 1_000, 2_000], ['warm', 1_000, 20_000]);
  const situation = (part: Partial<JoinSituation> = {}): JoinSituation => ({
    warmingMs: 0,
    tokens: 1_000,
    latencies,
    patienceMs: 30_000,
    ...part,
  });

  test.each([
    ['wait', situation(), { waitMs: 30_000, expected: null }],
    ['never', situation(), { waitMs: 0, expected: null }],
    ['wait', situation({ patienceMs: 0 }), { waitMs: 0, expected: null }],
    ['race', situation({ warmingMs: 0 }), { waitMs: 0, expected: { byWaitingMs: 22_000, aloneMs: 20_000 } }],
    ['race', situation({ warmingMs: 1_999 }), { waitMs: 0, expected: { byWaitingMs: 20_001, aloneMs: 20_000 } }],
    ['race', situation({ warmingMs: 2_000 }), { waitMs: 23_000, expected: { byWaitingMs: 20_000, aloneMs: 20_000 } }],
    ['race', situation({ warmingMs: 40_000 }), { waitMs: 0, expected: { byWaitingMs: 2_000, aloneMs: 20_000 } }],
    ['race', situation({ latencies: NO_LATENCIES }), { waitMs: 30_000, expected: null }],
    ['race', situation({ warmingMs: null }), { waitMs: 30_000, expected: null }],
  ] as const)('%s %#', (mode, given, expected) => {
    expect(decideJoin(mode, given)).toEqual(expected);
  });
});
