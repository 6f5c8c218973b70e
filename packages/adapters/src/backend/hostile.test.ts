import { describe, expect, test } from 'vitest';
import { fromSdkError } from './sdkError.js';

/** The least of a few runs excludes other load. */
function cost(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const before = performance.now();
    run();
    return performance.now() - before;
  });
  return Math.min(...times);
}

/** Text that makes careless patterns quadratic. */
const PIECES = ['-eyJaaaaaa', '<title', '<h1', 'sk-', 'x-api-key: ', 'Bearer ', '://a:', ' ', 'api_key="', 'eyJ.'];

describe.each(PIECES)('words full of %j cost no more than in proportion to their length', (piece) => {
  const words = (length: number): string => piece.repeat(length / piece.length);

  test.each<[string, (text: string) => unknown]>([
    ['in an SDK’s error', (text) => fromSdkError({ status: 400, error: { message: text }, message: text }, {})],
    ['in a page', (text) => fromSdkError({ status: 502, message: `<html>${text}` }, {})],
    ['in an AI SDK’s error', (text) => fromSdkError({ statusCode: 400, responseBody: text, message: text }, {})],
  ])('%s', (_where, make) => {
    const short = words(4_000);
    const long = words(40_000);
    // Ten times the text: quadratic would take 100 times as long. The floor is what can be
    // measured.
    expect(cost(() => make(long))).toBeLessThan(
      40 *
        Math.max(
          cost(() => make(short)),
          0.2,
        ),
    );
  });
});

test('a secret at the place where long words are cut is not told in part', () => {
  const secret = 'sk-ant-api03-abcdefghijklmnop';
  for (let at = 7_960; at < 8_010; at++) {
    // Removing these moves later text into view.
    const keys = `sk-${'k'.repeat(900)} `.repeat(8);
    const words = `${keys}${'x'.repeat(at - keys.length - 1)} ${secret} and more ${'y'.repeat(1_000)}`;
    expect(fromSdkError({ status: 400, message: words }, {}).message).not.toMatch(/sk-|ant-|api03/);
  }
});

test('an error too long to look through does not bring its cause along', () => {
  const thrown = Object.assign(new Error('word '.repeat(50_000)), { status: 400 });
  expect(fromSdkError(thrown, {}).cause).toBe('left out: it may hold a secret');
});
