import { definePrefix, type ForewarmEvent, type Prefix } from '@forewarm/core';
import { scriptedAdapter } from '@forewarm/testing';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { createHandler, type HandlerOptions } from './index.js';

let warned: MockInstance<typeof console.warn>;
beforeEach(() => {
  warned = vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => warned.mockRestore());

/** Warms `count` pages; gives the number of writes, and why the last was skipped. */
async function warmPages(count: number, options: Partial<HandlerOptions>): Promise<[number, string | undefined]> {
  const adapter = scriptedAdapter<Prefix>({});
  const events: ForewarmEvent[] = [];
  const handler = createHandler({
    adapter,
    prefixes: { doc: ({ page }) => definePrefix({ model: 'm', system: `Page ${JSON.stringify(page)}.` }) },
    onEvent: (event) => events.push(event),
    ...options,
  });
  let last: { reason?: string } = {};
  for (let page = 0; page < count; page++) {
    const body = JSON.stringify({ prefix: { id: 'doc', params: { page } } });
    const headers = { 'content-type': 'application/json' };
    const response = await handler(new Request('http://localhost/warm', { method: 'POST', headers, body }));
    last = (await response.json()) as { reason?: string };
  }
  const skipped = events.filter((event) => event.type === 'warm-skipped').length;
  expect(skipped).toBe(count - adapter.warms.length);
  return [adapter.warms.length, last.reason];
}

test('an instance whose owner set no budget makes 600 warms an hour, and says so once when it is met', async () => {
  expect(await warmPages(610, {})).toEqual([600, 'budget-warms']);
  expect(warned.mock.calls).toEqual([[expect.stringContaining('the budget of warms is spent (budget-warms)')]]);
});

test('a budget of the owner’s own counts in its place, {} for none', async () => {
  expect(await warmPages(610, { policy: { budget: {} } })).toEqual([610, undefined]);
  expect(warned.mock.calls).toEqual([]);
  expect(await warmPages(5, { policy: { budget: { warms: 2 } } })).toEqual([2, 'budget-warms']);
  expect(await warmPages(610, { policy: { budget: undefined } })).toEqual([600, 'budget-warms']);
  expect(warned.mock.calls).toHaveLength(2);
});
