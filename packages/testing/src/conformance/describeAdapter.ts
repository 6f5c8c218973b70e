import { describe } from 'vitest';
import { checkAborts } from './aborts.js';
import { checkConnections } from './connections.js';
import { prepare } from './context.js';
import { checkFailures } from './failures.js';
import { checkFigures } from './figures.js';
import { checkFlow } from './flow.js';
import { checkPrefixes } from './prefixes.js';
import type { Demand, Setup } from './subject.js';

export interface DescribeOptions {
  /**
   * What the backend cannot be made to do, each with the reason; the tests that demand it are
   * skipped, and say so in the matrix.
   */
  cannot?: Partial<Record<Demand, string>>;
}

/**
 * Declares the conformance suite for an adapter, as tests of Vitest: everything the kit relies on,
 * against a backend that `setup` makes anew for every test. An adapter that passes can stand
 * wherever another does.
 */
export function describeAdapter<P>(name: string, setup: Setup<P>, { cannot = {} }: DescribeOptions = {}): void {
  describe(`conformance: ${name}`, () => {
    const suite = prepare(name, setup, cannot);
    checkPrefixes(suite);
    checkFigures(suite);
    checkAborts(suite);
    checkFailures(suite);
    checkFlow(suite);
    checkConnections(suite);
  });
}
