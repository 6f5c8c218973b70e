import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix, MetricsObserver, type Prefix, report } from '@forewarm/core';
import { createHandler, type Handler } from '@forewarm/server';
import { createSimulator, type FakeClock, fakeClock, type Simulator } from '@forewarm/simulator';
import { collect } from '@forewarm/testing';
import { expect, test } from 'vitest';

const MINUTE = 60_000;
const TEXT = Array.from({ length: 2_000 }, (_, n) => `Line ${n}: the part called topic${n}.`).join('\n');
const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };

/** The handler over the simulator, both on one clock that stands still until told. */
function setup(): { handler: Handler; simulator: Simulator; clock: FakeClock; doc: Prefix; metrics: MetricsObserver } {
  const clock = fakeClock();
  const simulator = createSimulator({ latency: 'none', clock });
  const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    simulator.fetch(new Request(url, init));
  const client = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
  const doc = definePrefix({ model: 'claude-sonnet-4-6', system: TEXT });
  const environment = {
    now: () => clock.now(),
    monotonic: () => clock.now(),
    setTimeout: (callback: () => void, ms: number) => clock.setTimeout(callback, ms),
  };
  const handler = createHandler({
    adapter: anthropic({ client }),
    prefixes: { doc },
    environment,
    policy: { rates: RATES, budget: { warms: 1, windowMs: 60 * MINUTE } },
  });
  return { handler, simulator, clock, doc, metrics: new MetricsObserver(handler.client) };
}

test('a prefix people ask about is kept hot by their questions alone, and every visitor’s warm finds it', async () => {
  const { handler, simulator, clock, doc } = setup();
  for (let n = 0; n < 30; n++) {
    await handler.client.warm(doc, { trigger: 'focus' });
    const { events } = await collect(handler.client.ask(doc, { question: `What is topic${n}?` }));
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
    await clock.advance(4 * MINUTE);
  }
  // Two hours of a TTL of five minutes: one write.
  expect(simulator.requests.filter(({ maxTokens }) => maxTokens === 0)).toHaveLength(1);
  expect(simulator.requests.filter(({ outcome }) => outcome === 'miss')).toHaveLength(1);
});

test('after a gap a scheduled warmAll serves the first visitor, within the budget and in the net figures', async () => {
  const { handler, simulator, clock, doc, metrics } = setup();
  expect(await handler.warmAll()).toMatchObject({ wrote: 1 });
  const { events } = await collect(handler.client.ask(doc, { question: 'What is topic1?' }));
  expect(events.at(-1)).toMatchObject({ outcome: 'hit' });
  await clock.advance(10 * MINUTE);
  expect(await handler.warmAll()).toMatchObject({ wrote: 0, skipped: 1 });
  await clock.advance(51 * MINUTE);
  expect(await handler.warmAll()).toMatchObject({ wrote: 1 });
  const { spentCost, savedCost, netCost } = report(metrics.getSnapshot(), RATES);
  const written = simulator.requests[0]!.usage!.write;
  expect(spentCost).toBeCloseTo((2 * written * RATES.cacheWrite) / 1e6, 3);
  expect(savedCost).toBeCloseTo((written * (RATES.cacheWrite - RATES.cacheRead)) / 1e6, 6);
  expect(netCost).toBeCloseTo(savedCost! - spentCost!, 10);
});
