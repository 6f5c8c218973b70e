import { expect, test } from 'vitest';
import { badRequest } from './badRequests.js';
import { readOrder, toQuestion } from './order.js';
import { expectedHash } from './tokens.js';

test('an order is read as it was written, from anywhere in a request', () => {
  const order = { words: 7, everyMs: 20, batch: 4, seed: 41, fault: 'cut', sampled: true } as const;
  expect(readOrder(JSON.stringify({ messages: [{ content: toQuestion(order) }] }))).toEqual(order);
  expect(readOrder(toQuestion({ words: 7, everyMs: 0, seed: 0 }))).toEqual({
    words: 7,
    everyMs: 0,
    batch: 1,
    seed: 0,
    sampled: false,
  });
});

test('answers differ, so that one in the place of another is noticed', () => {
  const hashes = new Set([1, 2, 3].flatMap((seed) => [5, 6].map((words) => expectedHash(seed, words))));
  expect(hashes.size).toBe(6);
});

test('a bad request is the same whenever it is made, and there are many kinds', () => {
  const bytes = Array.from({ length: 2_000 }, (_, n) => badRequest(n).toString('latin1'));
  expect(badRequest(77).toString('latin1')).toBe(bytes[77]);
  expect(new Set(bytes).size).toBeGreaterThan(500);
});
