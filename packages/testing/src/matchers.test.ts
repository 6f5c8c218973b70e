import type { PrefixRef } from '@forewarm/core';
import { expect, test } from 'vitest';
import { collect } from './collect.js';
import { type ForewarmMatchers, matchers } from './matchers.js';
import { scriptedAdapter, type ScriptedAdapter } from './scriptedAdapter.js';

expect.extend(matchers);
declare module 'vitest' {
  // oxlint-disable-next-line no-empty-object-type
  interface Matchers<T> extends ForewarmMatchers<T> {}
}

const MANUAL: PrefixRef = { id: 'manual', params: { page: 3 }, thread: [] };

async function used(): Promise<ScriptedAdapter<PrefixRef>> {
  const adapter = scriptedAdapter<PrefixRef>();
  await adapter.warm(MANUAL, { trigger: 'focus' });
  await collect(adapter.ask(MANUAL, { question: 'How?' }));
  return adapter;
}

test('what was warmed and asked, by as much as is said of it', async () => {
  const adapter = await used();
  expect(adapter).toHaveWarmed();
  expect(adapter).toHaveWarmed({ id: 'manual' }, 'focus');
  expect(adapter).toHaveWarmed({ params: { page: expect.any(Number) } });
  expect(adapter).toHaveAsked();
  expect(adapter).toHaveAsked('How?', { id: 'manual' });
  expect(adapter).toHaveAsked(/^How/);
});

test('what was not', async () => {
  const adapter = await used();
  expect(adapter).not.toHaveWarmed({ id: 'docs' });
  expect(adapter).not.toHaveWarmed({ id: 'manual' }, 'typing');
  expect(adapter).not.toHaveAsked('How');
  expect(adapter).not.toHaveAsked('How?', { id: 'docs' });
  expect(scriptedAdapter()).not.toHaveWarmed();
  expect(scriptedAdapter()).not.toHaveAsked();
});

test('a failure names what was expected and all there was', async () => {
  const adapter = await used();
  expect(() => expect(adapter).toHaveWarmed({ id: 'docs' }, 'typing')).toThrow(
    'Expected a warm {"id":"docs"} "typing". Received: \n  {"id":"manual","params":{"page":3},"thread":[]} "focus"',
  );
  expect(() => expect(adapter).not.toHaveAsked(/How/)).toThrow('Expected not an ask /How/. Received: \n  "How?" {"id"');
  expect(() => expect(scriptedAdapter()).toHaveAsked()).toThrow('Expected an ask. Received: none');
});

test('anything but a scripted adapter is refused by name', () => {
  expect(() => expect({ name: 'mine' }).toHaveWarmed()).toThrow(
    'toHaveWarmed: expect was given {"name":"mine"}; give it a scriptedAdapter().',
  );
});
