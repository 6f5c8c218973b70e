import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { definePrefix, type Environment, type Prefix, systemEnvironment } from '@forewarm/core';
import { scriptedAdapter, YES } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';
import { createHandler, type Handler } from '../handler.js';
import { rateLimits } from '../limits/rateLimits.js';
import { memoryAnswers } from '../resume/memoryAnswers.js';
import type { Chunk } from './chunks.js';
import { readerOf, streamResponse } from './response.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A world whose timers go off by hand: `fire(ms)` lets every timer of that length go off. */
function byHand(): Environment & { fire: (ms: number) => void; timers: () => number[] } {
  const set = new Map<object, { ms: number; callback: () => void }>();
  return {
    ...systemEnvironment,
    setTimeout(callback, ms) {
      const key = {};
      set.set(key, { ms, callback });
      return () => void set.delete(key);
    },
    timers: () => [...set.values()].map(({ ms }) => ms),
    fire(ms) {
      for (const [key, timer] of set) {
        if (timer.ms !== ms || !set.delete(key)) continue;
        timer.callback();
      }
    },
  };
}

async function* three(): AsyncGenerator<Chunk, void, undefined> {
  for (const piece of ['a', 'b', 'c']) yield [piece];
}

/** Everything a response's reader gives, as Node's face reads it. */
async function textOf(response: Response): Promise<string> {
  const reader = readerOf(response)!;
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
}

const askOf = (handler: Handler, signal: AbortSignal | null = null): Promise<Response> =>
  handler(
    new Request('http://localhost/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: { id: 'doc' }, question: 'Q' }),
      signal,
    }),
  );

function respond(client = new AbortController()) {
  const environment = byHand();
  const said: string[] = [];
  const request = new Request('http://localhost/ask', { signal: client.signal });
  const onGone = (): void => void said.push('gone');
  const onEnd = (): void => void said.push('end');
  const response = streamResponse(three(), {
    environment,
    request,
    heartbeatMs: 10,
    signs: () => 0,
    stallMs: 60,
    onGone,
    onEnd,
  });
  return { environment, said, response };
}

test('a client that leaves is heard of also after a garbage collection, which takes requests nobody holds', async () => {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
  const handler = createHandler({ adapter, prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) } });
  const client = new AbortController();
  const response = await askOf(handler, client.signal);
  const reader = response.body!.getReader();
  await reader.read();
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  client.abort();
  await expect.poll(() => [adapter.asks[0]!.ended, handler.streaming()]).toEqual([true, 0]);
});

describe('a response that nobody reads', () => {
  test('is given up once something has lain ready for stallMs', async () => {
    const { environment, said, response } = respond();
    await expect.poll(environment.timers).toEqual([60]);
    environment.fire(60);
    expect([said, environment.timers()]).toEqual([['gone', 'end'], []]);
    await expect(response.text()).rejects.toMatchObject({ code: 'stream-cut' });
  });

  test('each read counts anew, and the end leaves no timer', async () => {
    const { environment, said, response } = respond();
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value);
      await expect.poll(() => environment.timers().length).toBeLessThan(2);
    }
    expect([text, said, environment.timers()]).toEqual(['abc', ['end'], []]);
  });

  test('whose request is aborted leaves no timer either', async () => {
    const client = new AbortController();
    const { environment, said } = respond(client);
    await expect.poll(environment.timers).toEqual([60]);
    client.abort();
    expect([said, environment.timers()]).toEqual([['gone', 'end'], []]);
  });

  test.each([
    ['passed on', () => undefined],
    ['kept', () => memoryAnswers({ graceMs: 20 })],
  ])('%s: its model is stopped and its place free, long before askTimeoutMs', async (_how, answers) => {
    const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
    const handler = createHandler({
      adapter,
      prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) },
      identify: () => ({ user: 'ada' }),
      limits: rateLimits({ streams: 1 }),
      answers: answers(),
      stallMs: 50,
    });
    const dropped = await askOf(handler);
    await expect.poll(() => [adapter.asks[0]?.ended, handler.streaming()]).toEqual([true, 0]);
    const next = await askOf(handler);
    expect([dropped.bodyUsed, next.status]).toEqual([false, 200]);
    await next.body!.cancel();
  });
});

test('a response that middleware has copied or wrapped is read whole, and so is the copy', async () => {
  const open = (): Response =>
    streamResponse(three(), {
      environment: systemEnvironment,
      request: new Request('http://localhost'),
      heartbeatMs: 1_000,
      signs: () => 0,
      stallMs: 1_000,
      onGone: () => {},
      onEnd: () => {},
    });
  const copied = open();
  const copy = copied.clone();
  expect(await textOf(copied)).toBe('abc');
  expect(await copy.text()).toBe('abc');
  const wrapped = open();
  expect(await textOf(new Response(wrapped.body, { headers: wrapped.headers }))).toBe('abc');
});
