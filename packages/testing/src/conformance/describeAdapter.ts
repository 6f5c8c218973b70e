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
   * What the backend can't do, with reasons. Tests that demand it are skipped, and the matrix says
   * so. Default none.
   */
  cannot?: Partial<Record<Demand, string>>;
}

/**
 * Declares the conformance suite for an adapter as Vitest tests: everything the kit relies on, each
 * against a backend newly made by `setup`.
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
