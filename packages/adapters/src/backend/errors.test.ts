import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { refusesMethod, toBackendError } from './errors.js';

const told = (headers: unknown): number | null =>
  toBackendError({ thrown: null, status: 429, words: 'slow down', headers }).retryAfterMs;

describe('how long to wait', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['part of a second', { 'retry-after': '0.5' }, 500],
    ['milliseconds, which are more exact', { 'retry-after': '7', 'retry-after-ms': '6500' }, 6_500],
    ['nothing at all', {}, null],
    ['nonsense', { 'retry-after': 'soon' }, null],
    ['less than nothing', { 'retry-after': '-3' }, null],
    ['a date that is past', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, null],
  ])('is read from %s', (_kind, headers, expected) => {
    expect(told(headers)).toBe(expected);
    expect(told(new Headers(headers as Record<string, string>))).toBe(expected);
  });

  test('is read from a date, as what is left until then', () => {
    const ms = told({ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() });
    expect(ms).toBeGreaterThan(3_000_000);
    expect(ms).toBeLessThanOrEqual(3_600_000);
  });
});

describe('a failure without a name of its own is typed by its status', () => {
  test.each([
    [400, 'invalid-request', false],
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [413, 'prompt-too-long', false],
    [422, 'invalid-request', false],
    [429, 'rate-limited', true],
    [500, 'upstream', true],
    [502, 'upstream', true],
    [503, 'overloaded', true],
    [504, 'timeout', true],
    [529, 'overloaded', true],
  ])('%i: %s', (status, code, retryable) => {
    expect(toBackendError({ thrown: null, status, words: '' })).toMatchObject({ code, retryable, status });
  });
});

test('an “invalid request” is what its status says it is; any other name counts for more than the status', () => {
  const of = (status: number, kind: string): string =>
    toBackendError({ thrown: null, status, kinds: [null, kind], words: '' }).code;
  expect(of(401, 'invalid_request_error')).toBe('unauthorized');
  expect(of(404, 'invalid_request_error')).toBe('not-found');
  expect(of(400, 'invalid_request_error')).toBe('invalid-request');
  expect(of(400, 'model_not_found')).toBe('not-found');
  expect(of(500, 'overloaded_error')).toBe('overloaded');
});

describe('only a refusal of the request itself may be one of the way of warming', () => {
  test.each([
    [400, true],
    [405, true],
    [422, true],
    [501, false],
    [401, false],
    [402, false],
    [403, false],
    [404, false],
    [413, false],
    [429, false],
    [500, false],
  ])('%i: %s', (status, isWorthAnother) => {
    expect(refusesMethod(toBackendError({ thrown: null, status, words: '' }))).toBe(isWorthAnother);
  });
});

test('a cause that holds a secret is left out, and said to be; any other goes along', () => {
  const holding = new Error('no such key: plain-secret');
  const error = toBackendError({ thrown: holding, words: holding.message, secrets: ['plain-secret'] });
  expect(inspect(error)).not.toContain('plain-secret');
  expect(error.cause).toBe('left out: it may hold a secret');
  const harmless = new Error('connect ECONNREFUSED');
  expect(toBackendError({ thrown: harmless, words: harmless.message, secrets: ['plain-secret'] }).cause).toBe(harmless);
});
