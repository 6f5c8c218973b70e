import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { definePrefix, type ForewarmEvent, type PrefixRef, ForewarmClient } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { collect } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';

/** About 20,000 tokens. */
const CONTEXT = Array.from(
  { length: 2_000 },
  (_, n) => `Line ${n}: the part called topic${n} does thing${n % 91}.`,
).join('\n');
const REF: PrefixRef = { id: 'doc' };

/**
 * The whole kit in one process: `http` over the handler over `anthropic` over the simulator, each
 * through its real seam.
 */
function stack(options: SimulatorOptions = {}): {
  cache: ForewarmClient<PrefixRef>;
  simulator: ReturnType<typeof createSimulator>;
  events: ForewarmEvent[];
  sent: string[];
} {
  const simulator = createSimulator({ latency: 'none', ...options });
  const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    simulator.fetch(new Request(url, init));
  const client = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
  const prefixes = { doc: definePrefix({ model: 'claude-sonnet-4-6', system: CONTEXT }) };
  const handler = createHandler({ adapter: anthropic({ client }), prefixes });
  const sent: string[] = [];
  const adapter = http({
    async fetch(request) {
      sent.push(await request.clone().text());
      return handler(request);
    },
  });
  const events: ForewarmEvent[] = [];
  return { cache: new ForewarmClient({ adapter, onEvent: (event) => events.push(event) }), simulator, events, sent };
}

describe('the kit in one process', () => {
  test('one warm on the wire for any number of triggers and questions, then hits', async () => {
    const { cache, simulator } = stack({ latency: 'cookbook', timeScale: 0.02 });
    for (let n = 0; n < 20; n++) cache.intend(REF, n === 0 ? 'focus' : 'keystroke');
    const first = await collect(cache.ask(REF, { question: 'What does topic7 do?' }));
    const second = await collect(cache.ask(REF, { question: 'What does topic9 do?' }));
    for (const { events, error } of [first, second]) {
      expect(error).toBeUndefined();
      expect(events.at(-1)).toMatchObject({ outcome: 'hit', usage: { cacheWrite: 0 } });
    }
    expect(first.text).toContain('topic7');
    expect(simulator.requests.map(({ maxTokens, outcome }) => [maxTokens, outcome])).toEqual([
      [0, 'miss'],
      [4096, 'hit'],
      [4096, 'hit'],
    ]);
  });

  test('the warm says nothing of the question, and names the prefix only', async () => {
    const { cache, sent } = stack();
    await cache.warm(REF, { trigger: 'keystroke' });
    expect(sent.map((body) => JSON.parse(body) as unknown)).toEqual([{ prefix: { id: 'doc' }, trigger: 'keystroke' }]);
    await collect(cache.ask(REF, { question: 'Q' }));
    expect(sent[1]!.length).toBeLessThan(200);
  });

  test('the browser’s side knows the TTL from the upstream’s start, not from its own', async () => {
    const { cache } = stack({ latency: 'cookbook', timeScale: 0.05 });
    const before = Date.now();
    const report = await cache.warm(REF);
    const after = Date.now();
    const { warmth } = report as { warmth: { startedAt: number; expiresAt: number } };
    expect(warmth.expiresAt - warmth.startedAt).toBe(300_000);
    expect(warmth.startedAt).toBeGreaterThanOrEqual(before - 1);
    expect(warmth.startedAt).toBeLessThan(after);
  });

  test('a warm and its ask have one hash from end to end', async () => {
    const { cache, events } = stack();
    await cache.warm(REF);
    const { events: answer } = await collect(cache.ask(REF, { question: 'Q' }));
    expect(answer[0]).toMatchObject({ type: 'start', drifted: false });
    expect(events.map(({ type }) => type)).not.toContain('prefix-drifted');
  });

  test('an unknown prefix is said to be unknown, for warm and ask', async () => {
    const { cache } = stack();
    const other = { id: 'other' };
    expect(await cache.warm(other)).toMatchObject({
      status: 'failed',
      error: { code: 'unknown-prefix', retryable: false },
    });
    expect((await collect(cache.ask(other, { question: 'Q' }))).error).toMatchObject({
      code: 'unknown-prefix',
      status: 404,
    });
  });

  test('a thread’s earlier turns stand in the next prefix', async () => {
    const { cache, simulator } = stack();
    await collect(cache.ask(REF, { question: 'First?' }));
    const grown = { ...REF, thread: [{ question: 'First?', answer: 'One.' }] };
    await cache.warm(grown);
    const { events } = await collect(cache.ask(grown, { question: 'Second?' }));
    expect(events.at(-1)).toMatchObject({ outcome: 'hit' });
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'partial', 'hit']);
  });
});
