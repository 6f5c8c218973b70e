import { describe } from 'vitest';
import { testClients } from './clients.js';
import { testFaults } from './between.js';
import { testLocks } from './locks.js';
import type { OpenStore } from './subject.js';
import { testValues } from './values.js';

export interface DescribeStoreOptions {
  /**
   * Whether it tells who listens. One that can't, over HTTP, is looked at every 250 ms instead.
   * Default true.
   */
  readonly tells?: boolean | undefined;
}

/**
 * Registers the tests that any `WarmStore` must pass: its values, its locks, and the client's
 * guarantees on it, also where it fails. Needs Vitest.
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
