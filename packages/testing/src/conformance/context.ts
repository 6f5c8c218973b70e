import type { Adapter } from '@forewarm/core';
import { afterEach, test as base } from 'vitest';
import { collect, type Collected } from '../collect.js';
import { QUESTION } from './parts.js';
import type { Demand, Setup, Situation, Subject } from './subject.js';

declare module 'vitest' {
  interface TaskMeta {
    /** A cell of the docs' matrix. */
    forewarm?: { adapter: string; row: string; cell?: string };
  }
}

export interface Suite<P> {
  /** It is closed after the test. */
  readonly setup: (situation?: Situation) => Promise<Subject<P>>;
  /** Skips a test whose demands the backend can't meet. Its text replaces “yes” in the matrix. */
  readonly check: (row: string, demands: readonly Demand[], body: () => Promise<string | void>) => void;
}

const declare = base.extend({});

export function prepare<P>(name: string, make: Setup<P>, cannot: Partial<Record<Demand, string>>): Suite<P> {
  const open: Subject<P>[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((subject) => subject.close()));
  });
  return {
    async setup(situation = {}) {
      const subject = await make(situation);
      open.push(subject);
      return subject;
    },
    check(row, demands, body) {
      const missing = demands.find((demand) => cannot[demand] !== undefined);
      declare(row, { timeout: 30_000 }, async ({ task, skip }) => {
        task.meta.forewarm = { adapter: name, row, ...(missing && { cell: 'n/a' }) };
        if (missing) skip(cannot[missing]);
        const cell = await body();
        if (cell) task.meta.forewarm.cell = cell;
      });
    },
  };
}

export function ask<P>(
  adapter: Adapter<P>,
  prefix: P,
  { question = QUESTION, signal, expectHash }: { question?: string; signal?: AbortSignal; expectHash?: string } = {},
): Promise<Collected> {
  return collect(adapter.ask(prefix, { question }, { signal, expectHash }));
}
