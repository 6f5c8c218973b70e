import { describe } from 'vitest';
import { testClients } from './clients.js';
import { testLocks } from './locks.js';
import type { OpenStore } from './subject.js';
import { testValues } from './values.js';

/** Registers the tests that any `WarmStore` must pass: its values, its locks, and the client's guarantees on it, also where it fails. Needs Vitest. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`store: ${name}`, () => {
    describe('values', () => {
      testValues(open);
    });
    describe('locks', () => {
      testLocks(open);
    });
    describe('clients', () => {
      testClients(open);
    });
  });
}
