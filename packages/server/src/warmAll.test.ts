import { definePrefix, ForewarmError, MetricsObserver, type PolicyOptions, type Prefix, report } from '@forewarm/core';
import { scriptedAdapter, type Script, type ScriptedAdapter } from '@forewarm/testing';
import { expect, test } from 'vitest';
import { createHandler, type Handler } from './handler.js';

const by = (id: string): Prefix => definePrefix({ model: 'm', system: id });
const prefixes = {
  a: by('a'),
  b: by('b'),
  c: ({ page = 1 }) => by(`c${String(page)}`),
  broken(): Prefix {
    throw new Error('no file');
  },
};

function setup(
  policy: PolicyOptions = {},
  script: Script<Prefix> = {},
): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>(script);
  return { adapter, handler: createHandler({ adapter, prefixes, policy }) };
}

test('warms every prefix once, says what came of each, and one that fails keeps none from it', async () => {
  const { handler, adapter } = setup();
  const first = await handler.warmAll();
  expect(first).toMatchObject({ wrote: 3, found: 0, skipped: 0, failed: 1 });
  expect(first.results.find(({ ref }) => ref.id === 'broken')?.report).toMatchObject({ error: { message: 'no file' } });
  expect(await handler.warmAll()).toMatchObject({ wrote: 0, found: 3, skipped: 0, failed: 1 });
  expect(adapter.warms).toHaveLength(3);
});

test('warms what it is told, so many at once', async () => {
  let running = 0;
  let most = 0;
  const { handler } = setup(
    {},
    {
      warm: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        throw new ForewarmError('overloaded', 'Overloaded.');
      },
    },
  );
  const refs = Array.from({ length: 9 }, (_, page) => ({ id: 'c', params: { page } }));
  expect(await handler.warmAll({ refs, concurrency: 3 })).toMatchObject({ failed: 9 });
  expect(most).toBe(3);
});

test('stays within the budget, is stopped by the kill switch, and counts in the same figures', async () => {
  const { handler, adapter } = setup({ budget: { warms: 2 } });
  const metrics = new MetricsObserver(handler.client);
  expect(await handler.warmAll()).toMatchObject({ wrote: 2, skipped: 1, failed: 1 });
  expect(adapter.warms).toHaveLength(2);
  const snapshot = metrics.getSnapshot();
  expect([snapshot.warms, snapshot.spent.cacheWrite]).toEqual([
    { started: 2, warmed: 2, skipped: 1, failed: 0 },
    2 * 9_990,
  ]);
  expect(report(snapshot, null, Date.now() + 3_600_000).wasted).toBe(2);
  expect(await setup({ enabled: false }).handler.warmAll()).toMatchObject({ wrote: 0, skipped: 3 });
});

test('a signal leaves out what has not begun', async () => {
  const { handler, adapter } = setup();
  expect((await handler.warmAll({ signal: AbortSignal.abort() })).results).toEqual([]);
  expect(adapter.warms).toHaveLength(0);
});

test('a number of warms at once that can’t be is refused by name', async () => {
  for (const concurrency of [0, Number.NaN]) {
    await expect(setup().handler.warmAll({ concurrency })).rejects.toThrow(`warmAll: concurrency is ${concurrency}`);
  }
});
