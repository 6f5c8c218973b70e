import type { KnownSkipReason } from '@forewarm/core';
import { expect, test } from 'vitest';
import { ENGLISH } from './labels.js';

/** Complete by its type. */
const KNOWN: Readonly<Record<KnownSkipReason, true>> = {
  disabled: true,
  'trigger-off': true,
  unsupported: true,
  hidden: true,
  offline: true,
  'save-data': true,
  automation: true,
  'below-minimum': true,
  fresh: true,
  'ask-in-flight': true,
  'back-off': true,
  wasted: true,
  holdout: true,
  'budget-warms': true,
  'budget-tokens': true,
  'budget-cost': true,
  unauthorized: true,
  draining: true,
  'user-limit': true,
  'address-limit': true,
  'prefix-limit': true,
  'total-limit': true,
  'streams-limit': true,
};

test.each(Object.keys(KNOWN))('%s is said in words', (reason) => {
  const word = ENGLISH.reason(reason);
  expect(word).not.toBe(reason);
  expect(word).toMatch(/ /);
});

test('a backend’s own reason is said as it is', () => {
  expect(ENGLISH.reason('moon phase')).toBe('moon phase');
});
