import type { AskEvent, PrefixRef } from '@forewarm/core';
import { expect, test } from 'vitest';
import { answer } from './answer.js';
import { collect } from './collect.js';
import { controlledEnvironment } from './controlledEnvironment.js';
import { scriptedAdapter } from './scriptedAdapter.js';

const docs: PrefixRef = { id: 'docs' };

test.each([
  ['hit', 9_990, 0],
  ['partial', 5_000, 4_990],
  ['miss', 0, 9_990],
  ['unknown', null, null],
] as const)('an answer that is a %s says so in its figures too', async (outcome, cacheRead, cacheWrite) => {
  const { events, text } = await collect(
    scriptedAdapter({ ask: answer('Because it is.', { outcome }) }).ask(docs, { question: 'Why?' }),
  );
  expect(text).toBe('Because it is.');
  expect(events.at(-1)).toMatchObject({ outcome, usage: { cacheRead, cacheWrite } });
});

test('an answer comes word by word in the time the test lets pass', async () => {
  const environment = controlledEnvironment();
  const ask = answer('Because it is.', { afterMs: 1_000, everyMs: 100 });
  const said: string[] = [];
  const ended = (async () => {
    const events: AsyncIterable<AskEvent> = scriptedAdapter({ ask, environment }).ask(docs, { question: 'Why?' });
    for await (const event of events) if (event.type === 'text') said.push(event.text);
  })();
  await environment.advance(999);
  expect(said).toEqual([]);
  await environment.advance(1);
  expect(said).toEqual(['Because ']);
  await environment.advance(300);
  await ended;
  expect(said.join('')).toBe('Because it is.');
});

test('a stop ends an answer that is waiting, and its timer', async () => {
  const environment = controlledEnvironment();
  const stop = new AbortController();
  const adapter = scriptedAdapter({ ask: answer('Because.', { afterMs: 1_000 }), environment });
  const collected = collect(adapter.ask(docs, { question: 'Why?' }, { signal: stop.signal }));
  await environment.advance(500);
  stop.abort(new Error('stopped'));
  expect((await collected).error).toMatchObject({ message: 'stopped' });
  expect(adapter.asks[0]!.ended).toBe(true);
});

test('a controlled environment keeps what is set, and moves both clocks', async () => {
  const environment = controlledEnvironment();
  environment.set({ offline: true });
  environment.set({ hidden: true });
  expect(environment.conditions!()).toEqual({ offline: true, hidden: true });
  const [now, monotonic] = [environment.now(), environment.monotonic()];
  const cancel = environment.setTimeout(() => expect.unreachable(), 10);
  cancel();
  await environment.advance(1_500);
  expect([environment.now() - now, environment.monotonic() - monotonic]).toEqual([1_500, 1_500]);
});
