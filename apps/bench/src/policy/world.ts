import Anthropic from '@anthropic-ai/sdk';
import type { Environment } from '@forewarm/core';
import { createSimulator, fakeClock } from '@forewarm/simulator';

/** The cookbook's context, in the simulator's tokens. */
const CONTEXT_TOKENS = 151_629;
export const MODEL = 'claude-sonnet-4-6';
export const QUESTION = 'What is the purpose of the BtShared structure?';

/** Time's step in ms: the resolution of the results. */
const TICK_MS = 10;

/** A simulator with the cookbook's figures, and a clock shared with the kit. */
export interface World {
  readonly client: Anthropic;
  readonly environment: Environment;
  readonly now: () => number;
  /** Time passes only in `run`. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

export function openWorld(): World {
  const clock = fakeClock();
  const start = clock.now();
  const now = (): number => clock.now() - start;
  const simulator = createSimulator({ clock });
  const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    simulator.fetch(new Request(url, init));
  const client = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
  const setTimeout = (callback: () => void, ms: number): (() => void) => clock.setTimeout(callback, ms);
  return {
    client,
    environment: { now: () => clock.now(), monotonic: now, setTimeout },
    now,
    sleep: (ms) => new Promise((resolve) => (ms <= 0 ? resolve() : void clock.setTimeout(resolve, ms))),
    async run(work) {
      const state = { done: false };
      const finished = work.finally(() => (state.done = true));
      finished.catch(() => null);
      while (!state.done) await clock.advance(TICK_MS);
      return finished;
    },
  };
}

/** The first line names the run, so that no other run shares it. */
export function contextOf(run: string): string {
  const head = `Run ${run}.\n`;
  // The simulator counts four bytes per token.
  return head + 'x'.repeat(CONTEXT_TOKENS * 4 - head.length);
}
