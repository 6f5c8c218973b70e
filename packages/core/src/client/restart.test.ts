import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Adapter, AskEvent, CallOptions } from '../adapter/adapter.js';
import type { ForewarmEvent } from './events.js';
import { ForewarmClient } from './ForewarmClient.js';

const REF = { id: 'doc' };
const usage = { prompt: 10_000, cacheRead: 9_990, cacheWrite: 0, output: 1 };
const START: AskEvent = { type: 'start', hash: 'h', waitedMs: 5 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is measured of an answer that started anew is of the one that stays', async () => {
  const calls: CallOptions[] = [];
  const adapter: Adapter<{ id: string }> = {
    name: 'lost once',
    warm: async () => ({ status: 'skipped', reason: 'unsupported' }),
    async *ask(_prefix, _turn, options = {}) {
      calls.push(options);
      yield START;
      yield { type: 'text', text: 'Lost' };
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      yield { type: 'restart' };
      yield START;
      yield { type: 'text', text: 'Yes' };
      yield { type: 'finish', reason: 'stop', usage, outcome: 'hit', ttlMs: 300_000 };
    },
  };
  const client = new ForewarmClient({ adapter });
  const events: ForewarmEvent[] = [];
  client.onEvent((event) => void events.push(event));
  const reading = (async () => {
    for await (const _ of client.ask(REF, { question: 'Q' }, { restarts: true }));
  })();
  await vi.advanceTimersByTimeAsync(5_000);
  await reading;
  expect(events.map(({ type }) => type)).toEqual([
    'ask-started',
    'first-token',
    'ask-restarted',
    'first-token',
    'ask-finished',
  ]);
  expect(events.at(-1)).toMatchObject({ ttftMs: 4_000, waitedMs: 5, usage });
  expect(calls[0]!.restarts).toBe(true);
});
