import { describe, expect, test } from 'vitest';
import { laneEnd, laneOf } from './lane.js';

const timing = {
  submittedAt: 0,
  typedMs: null,
  begunMs: null,
  warm: null,
  ttftMs: null,
  waitedMs: null,
  modelMs: null,
  totalMs: null,
};

describe('laneOf', () => {
  test('before submit there is only typing', () => {
    expect(laneOf({ label: 'A', typingMs: 3000, timing: null })).toEqual({
      label: 'A',
      typingMs: 3000,
      waitedMs: null,
      modelMs: null,
      streamingMs: null,
      warm: null,
    });
  });

  test('while the first token is awaited, the time since submit is the model, less what was waited', () => {
    const lane = laneOf({ label: 'A', typingMs: 0, timing: { ...timing, waitedMs: 400 }, elapsedMs: 1000 });
    expect(lane).toMatchObject({ waitedMs: 400, modelMs: 600, streamingMs: null });
  });

  test('the phases of an ended answer add up to its total', () => {
    const ended = { ...timing, ttftMs: 1940, waitedMs: 0, modelMs: 1940, totalMs: 4000 };
    const lane = laneOf({ label: 'A', typingMs: 3000, timing: ended, elapsedMs: 9999 });
    expect(lane).toMatchObject({ waitedMs: 0, modelMs: 1940, streamingMs: 2060 });
    expect(laneEnd(lane)).toBe(7000);
  });

  test('takes typing and warm from the ask, less what ran before the first touch', () => {
    const own = { ...timing, typedMs: 3000, warm: { startMs: -3500, durationMs: 4000 } };
    expect(laneOf({ label: 'A', timing: own })).toMatchObject({
      typingMs: 3000,
      warm: { startMs: 0, durationMs: 3500 },
    });
    const early = { ...own, warm: { startMs: -9000, durationMs: 4000 } };
    expect(laneOf({ label: 'A', timing: early }).warm).toEqual({ startMs: 0, durationMs: 0 });
  });

  test('a warm that outlasts the answer makes the lane longer', () => {
    const lane = laneOf({ label: 'A', typingMs: 1000, timing: null, warm: { startMs: 500, durationMs: 2000 } });
    expect(laneEnd(lane)).toBe(2500);
  });
});
