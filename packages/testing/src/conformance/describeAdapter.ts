import { describe } from 'vitest';
import { checkAborts } from './aborts.js';
import { checkAttachments } from './attachments.js';
import { checkConnections } from './connections.js';
import { prepare } from './context.js';
import { checkFailures } from './failures.js';
import { checkFigures } from './figures.js';
import { checkFlow } from './flow.js';
import { checkPrefixes } from './prefixes.js';
import type { Demand, Setup } from './subject.js';

export interface DescribeOptions {
  /** What the backend can't do and why, for the matrix. Default none. */
  cannot?: Partial<Record<Demand, string>>;
}

/** Registers the conformance suite: all that the kit relies on. Needs Vitest. */
export function describeAdapter<P>(name: string, setup: Setup<P>, { cannot = {} }: DescribeOptions = {}): void {
  describe(`conformance: ${name}`, () => {
    const suite = prepare(name, setup, cannot);
    checkPrefixes(suite);
    checkAttachments(suite);
    checkFigures(suite);
    checkAborts(suite);
    checkFailures(suite);
    checkFlow(suite);
    checkConnections(suite);
  });
}
