import { describe } from 'vitest';
import { testClients } from './clients.js';
import { testFaults } from './between.js';
import { testLocks } from './locks.js';
import type { OpenStore } from './subject.js';
import { testValues } from './values.js';

export interface DescribeStoreOptions {
  /** Whether `subscribe` reports changes; else the client polls every 250 ms. Default true. */
  readonly tells?: boolean | undefined;
}

/**
 * Registers the tests of a `WarmStore`: values, locks, the client's guarantees, faults. Needs
 * Vitest.
 */
export function describeStore(name: string, open: OpenStore, { tells = true }: DescribeStoreOptions = {}): void {
  describe(`store: ${name}`, () => {
    describe('values', () => {
      testValues(open, tells);
    });
    describe('locks', () => {
      testLocks(open, tells);
    });
    describe('clients', () => {
      testClients(open);
    });
    describe('what lies between', () => {
      testFaults(open);
    });
  });
}
