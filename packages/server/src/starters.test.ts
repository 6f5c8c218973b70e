import { definePrefix, type ForewarmEvent, memoryStore, type Prefix, type WarmStore } from '@forewarm/core';
import { type ScriptedAdapter, scriptedAdapter, startRedis, type Step, YES } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHandler, type Handler } from './handler.js';
import type { HandlerOptions } from './options.js';
import { redisStore } from './redis/index.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });
const STARTER = 'What is in it?';
const starters = { doc: [STARTER] };
const WORDS: Step[] = [
  YES[0]!,
  ...Array.from({ length: 20 }, (_, n): Step[] => [{ type: 'text', text: `word${n} ` }, 20]).flat(),
  YES.at(-1)!,
];

function serve(
  options: Partial<HandlerOptions> = {},
  script: readonly Step[] | (() => readonly Step[]) = WORDS,
): { handler: Handler; adapter: ScriptedAdapter<Prefix>; events: ForewarmEvent[] } {
  const events: ForewarmEvent[] = [];
  const adapter = scriptedAdapter<Prefix>({ ask: script });
  const onEvent = (event: ForewarmEvent): void => void events.push(event);
  return { adapter, events, handler: createHandler({ adapter, prefixes: { doc }, starters, onEvent, ...options }) };
}

/** An answer's whole text. */
async function ask(handler: Handler, body: object = {}): Promise<string> {
  const response = await handler(
    new Request('http://localhost/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: { id: 'doc' }, question: STARTER, ...body }),
    }),
  );
  const lines = (await response.text()).split('\n\n').filter((line) => line.includes('text-delta'));
  return lines.map((line) => (JSON.parse(line.slice(line.indexOf('{'))) as { delta: string }).delta).join('');
}

const WHOLE = WORDS.map((step) => (typeof step === 'object' && 'text' in step ? step.text : '')).join('');

test('one generation for a thousand visitors of two instances on one Redis', async () => {
  const server = await startRedis();
  onTestFinished(() => server.close());
  const store = (): WarmStore => {
    const redis = new Redis(server.port, '127.0.0.1');
    const made = redisStore({ redis });
    onTestFinished(() => {
      made.close();
      redis.disconnect();
    });
    return made;
  };
  const instances = [serve({ store: store() }), serve({ store: store() })];
  const visits = Array.from({ length: 1_000 }, (_, n) => ask(instances[n % 2]!.handler));
  expect(new Set(await Promise.all(visits))).toEqual(new Set([WHOLE]));
  expect(instances.map(({ adapter }) => adapter.asks.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
  // Later visitors get it too, for no tokens; each counts as a question.
  expect(await ask(instances[1]!.handler)).toBe(WHOLE);
  const finished = instances.flatMap(({ events }) => events.filter((event) => event.type === 'ask-finished'));
  expect(finished.length).toBe(1_001);
  expect(finished.filter(({ usage }) => usage.prompt !== 0).length).toBe(1);
}, 60_000);

test('it goes on for the others when the visitor it was begun for leaves', async () => {
  const { handler, adapter } = serve();
  const gone = new AbortController();
  const request = new Request('http://localhost/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: { id: 'doc' }, question: STARTER }),
    signal: gone.signal,
  });
  await handler(request);
  await vi.waitFor(() => expect(adapter.asks.length).toBe(1));
  gone.abort();
  expect(await ask(handler)).toBe(WHOLE);
  expect(adapter.asks.length).toBe(1);
});

test.each<[string, object]>([
  ['another question', { question: 'What else?' }],
  ['the same in a conversation', { prefix: { id: 'doc', thread: [{ question: 'a', answer: 'b' }] } }],
])('%s is answered for each by itself', async (_what, body) => {
  const { handler, adapter } = serve();
  await Promise.all([ask(handler, body), ask(handler, body)]);
  expect(adapter.asks.length).toBe(2);
});

test('where the generation fails, each asks alone, and the next may generate again', async () => {
  let n = 0;
  const { handler, adapter } = serve({}, () => (n++ === 0 ? [new Error('No.')] : WORDS));
  const both = await Promise.all([ask(handler), ask(handler)]);
  expect(both).toEqual([WHOLE, WHOLE]);
  expect(adapter.asks.length).toBe(3);
});

test('where the store is out of reach, each asks alone', async () => {
  const down = (): never => {
    throw new Error('down');
  };
  const store: WarmStore = { get: down, set: down, lock: down, isLocked: down, subscribe: () => () => {} };
  const { handler } = serve({ store });
  expect(await ask(handler)).toBe(WHOLE);
});

test('where one engine serves both, a question ends a generation that nobody has asked for yet', async () => {
  const { handler, adapter } = serve({ speculativeAnswers: { yields: true } });
  const post = (path: string, body: object): Promise<Response> =>
    handler(
      new Request(`http://localhost/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prefix: { id: 'doc' }, question: STARTER, ...body }),
      }),
    );
  await post('warm', {});
  const begun = async (n: number): Promise<void> => {
    void (await post('speculate', {})).text();
    await vi.waitFor(() => expect(adapter.asks.length).toBe(n));
  };
  await begun(1);
  expect(await ask(handler, { question: 'Mine first.' })).toBe(WHOLE);
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);

  // Once somebody has asked for it, it is a question like theirs.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  await begun(3);
  const asked = ask(handler);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await Promise.all([asked, ask(handler, { question: 'And mine.' })])).toEqual([WHOLE, WHOLE]);
  expect(adapter.asks.map(({ options }) => options.signal!.aborted)).toEqual([true, false, false, false]);
}, 20_000);

test('a question that comes before such a generation begins, keeps it from beginning', async () => {
  let grant = (): void => {};
  const granted = new Promise<void>((resolve) => (grant = resolve));
  const memory = memoryStore();
  const lock: WarmStore['lock'] = async (key, ms) => {
    if (key.startsWith('starter:')) await granted;
    return memory.lock(key, ms);
  };
  const store: WarmStore = { ...memory, lock };
  const { handler, adapter } = serve({ store, speculativeAnswers: { yields: true } });
  const post = (path: string): Promise<Response> =>
    handler(
      new Request(`http://localhost/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prefix: { id: 'doc' }, question: STARTER }),
      }),
    );
  await post('warm');
  const early = (await post('speculate')).text();
  const mine = ask(handler, { question: 'Mine first.' });
  await vi.waitFor(() => expect(adapter.asks.length).toBe(1));
  grant();
  expect(await early).toContain('discarded: asked');
  expect(await mine).toBe(WHOLE);
  expect(adapter.asks.length).toBe(1);
});

describe('an instance that dies while it generates', () => {
  /** Two instances, one store; the first one's lock is never renewed, and `die` ends its calls. */
  function two(script: readonly Step[]) {
    const store = memoryStore();
    let isDead = false;
    const dying: WarmStore = {
      ...store,
      set: (...entry) => (isDead ? undefined : store.set(...entry)),
      async lock(key, ms) {
        const lock = isDead ? null : await store.lock(key, ms);
        return lock && { renew: () => null, release: () => lock.release() };
      },
    };
    return { first: serve({ store: dying }, script), second: serve({ store }), die: () => void (isDead = true) };
  }
  const isStored = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 600));

  test('before its first word costs the others a wait, not their answer', async () => {
    const { first, second, die } = two([YES[0]!, 60_000]);
    void ask(first.handler);
    await isStored();
    die();
    expect(await Promise.all([ask(second.handler), ask(second.handler)])).toEqual([WHOLE, WHOLE]);
    expect(second.adapter.asks.length).toBe(1);
  }, 10_000);

  test('after it leaves no words for those who come when its lock has ended', async () => {
    const { first, second, die } = two([YES[0]!, { type: 'text', text: 'Dead words.' }, 60_000]);
    void ask(first.handler);
    await isStored();
    die();
    await new Promise((resolve) => setTimeout(resolve, 5_200));
    const next = ask(second.handler);
    await vi.waitFor(() => expect(second.adapter.asks.length).toBe(1));
    expect(await Promise.all([next, ask(second.handler)])).toEqual([WHOLE, WHOLE]);
    expect(second.adapter.asks.length).toBe(1);
  }, 10_000);

  test('gives way if it only stood still', async () => {
    const slow = Array.from({ length: 40 }, (): Step[] => [{ type: 'text', text: 'slow ' }, 200]).flat();
    const { first, second } = two([YES[0]!, ...slow, YES.at(-1)!]);
    void ask(first.handler);
    await isStored();
    await ask(second.handler);
    expect(await ask(second.handler)).toBe(WHOLE);
    await vi.waitFor(() => expect(first.adapter.asks[0]!.ended).toBe(true), 2_000);
    expect(await ask(second.handler)).toBe(WHOLE);
    expect(second.adapter.asks.length).toBe(1);
  }, 10_000);
});

test('never with isolate, whose answers are not everybody’s', () => {
  expect(() => serve({ isolate: 'user' })).toThrow('everybody gets the same answer to a starter');
  expect(() => serve({ starters: { other: [] } })).toThrow('starters.other');
});
