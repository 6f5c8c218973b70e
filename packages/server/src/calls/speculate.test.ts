import { definePrefix, type ForewarmEvent, type Prefix } from '@forewarm/core';
import { scriptedAdapter, YES } from '@forewarm/testing';
import { expect, test } from 'vitest';
import { createHandler } from '../handler.js';
import type { Limits } from '../limits/limits.js';
import type { AnswerStore } from '../resume/answerStore.js';
import { memoryAnswers } from '../resume/memoryAnswers.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });
const post = (path: string, body: object): Request =>
  new Request(`http://localhost/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: { id: 'doc' }, question: 'Q', ...body }),
  });

test('an adopted answer that falls silent is ended as any other is', async () => {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
  const policy = { askTimeoutMs: 100 };
  const handler = createHandler({ adapter, prefixes: { doc }, speculativeAnswers: true, policy });
  await handler(post('warm', {}));
  const response = await handler(post('speculate', {}));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (what: string): Promise<void> => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text += next.value;
      if (text.includes(what)) return;
    }
  };
  await until('Yes.');
  const answer = /"messageId":"([^"]+)"/.exec(text)![1]!;
  expect((await handler(post('adopt', { answer }))).status).toBe(202);
  await until('[DONE]');
  expect(text).toContain('"code":"timeout"');
  await expect.poll(() => [adapter.asks[0]!.ended, handler.streaming()]).toEqual([true, 0]);
});

/** An adopted answer with its own id, at a handler whose store copies its end later. */
async function adopted() {
  let copy = (): void => {};
  const copied = new Promise<void>((resolve) => (copy = resolve));
  const memory = memoryAnswers();
  const answers: AnswerStore = {
    ...memory,
    keep: (answer, reader) => memory.keep({ ...answer, onEnd: () => answer.onEnd(copied) }, reader),
  };
  const adapter = scriptedAdapter<Prefix>({ ask: YES });
  const handler = createHandler({ adapter, prefixes: { doc }, speculativeAnswers: true, answers });
  await handler(post('warm', {}));
  const works: Promise<unknown>[] = [];
  const response = await handler(post('speculate', {}), { waitUntil: (work) => void works.push(work) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (what: string): Promise<void> => {
    while (!text.includes(what)) text += (await reader.read()).value;
  };
  await readUntil('Yes.');
  const answer = /"messageId":"([^"]+)"/.exec(text)![1]!;
  expect((await handler(post('adopt', { answer }))).status).toBe(204);
  await readUntil('[DONE]');
  return { handler, works, copy };
}

const settles = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  return settled;
};

test('a worker waits for an adopted answer until other instances can read its end', async () => {
  const { works, copy } = await adopted();
  expect(works).toHaveLength(1);
  expect(await settles(works[0]!)).toBe(false);
  copy();
  await works[0];
});

test('a shutdown waits for the copy of an adopted answer', async () => {
  const { handler, copy } = await adopted();
  const drained = handler.drain(10_000);
  expect(await settles(drained)).toBe(false);
  copy();
  await drained;
});

test('no more answers wait than may, however many are begun at once', async () => {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
  const limits: Limits = { count: async () => null, openStream: () => Promise.resolve(() => {}) };
  const handler = createHandler({ adapter, prefixes: { doc }, limits, speculativeAnswers: { most: 2 } });
  await handler(post('warm', {}));
  const begun = await Promise.all(Array.from({ length: 9 }, () => handler(post('speculate', {}))));
  expect(begun.filter(({ status }) => status === 200)).toHaveLength(2);
  for (const { body } of begun) void body?.cancel();
});

test('an answer that calls a tool ends there, and neither page nor events hear of the tool', async () => {
  const call = { type: 'tool-call', id: '1', name: 'order', input: { size: 7 } } as const;
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, call, 60_000] });
  const events: ForewarmEvent[] = [];
  const onEvent = (event: ForewarmEvent): void => void events.push(event);
  const handler = createHandler({ adapter, prefixes: { doc }, onEvent, speculativeAnswers: true });
  await handler(post('warm', {}));
  const text = await (await handler(post('speculate', {}))).text();
  expect(text).toContain('discarded: tool-call');
  expect(text + JSON.stringify(events)).not.toContain('order');
  expect(events.map(({ type }) => type).slice(-2)).toEqual(['speculation-begun', 'speculation-discarded']);
  await expect.poll(() => [adapter.asks[0]!.ended, handler.streaming()]).toEqual([true, 0]);
});

test('where one engine serves both, an answer that is asked again goes first too', async () => {
  const asked = JSON.stringify({ prefix: { id: 'doc' }, question: 'Lost' });
  const answers: AnswerStore = {
    ...memoryAnswers(),
    resume: async (_ref, _after, _reader, again) => ({
      chunks: again!(async () => ({ id: 'second', asked })),
      signs: () => 0,
    }),
  };
  const adapter = scriptedAdapter<Prefix>({ ask: YES });
  const handler = createHandler({ adapter, prefixes: { doc }, answers, speculativeAnswers: { yields: true } });
  await handler(post('warm', {}));
  const early = (await handler(post('speculate', {}))).text();
  const lost = { answer: globalThis.crypto.randomUUID(), after: 0, had: 0 };
  expect(await (await handler(post('resume', lost))).text()).toContain('Yes.');
  expect(await early).toContain('discarded: asked');
});

test.each([
  ['is refused where one engine serves both', { yields: true }, 409, 1],
  ['is begun otherwise', true, 200, 2],
] as const)('while a question is answered, one that comes for a draft %s', async (_what, offer, status, asks) => {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
  let places = 0;
  const openStream = async (): Promise<() => void> => {
    places++;
    return () => void places--;
  };
  const limits: Limits = { count: async () => null, openStream };
  const handler = createHandler({ adapter, prefixes: { doc }, limits, speculativeAnswers: offer });
  await handler(post('warm', {}));
  const answer = await handler(post('ask', {}));
  const early = await handler(post('speculate', { question: 'Next' }));
  expect([early.status, adapter.asks.length, places]).toEqual([status, asks, asks]);
  await Promise.all([early.body?.cancel(), answer.body!.cancel()]);
  await expect.poll(() => [handler.streaming(), places]).toEqual([0, 0]);

  const next = [await handler(post('speculate', {})), await handler(post('speculate', {}))];
  expect(next.map((response) => response.status)).toEqual([200, 200]);
  for (const { body } of next) void body?.cancel();
});
