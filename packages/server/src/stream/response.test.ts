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

/** An environment whose time passes by `pass`. */
function byHand(): Environment & { pass: (ms: number) => void; timers: () => number } {
  const set = new Map<object, { at: number; callback: () => void }>();
  let time = 0;
  return {
    ...systemEnvironment,
    monotonic: () => time,
    setTimeout(callback, ms) {
      const key = {};
      set.set(key, { at: time + ms, callback });
      return () => void set.delete(key);
    },
    timers: () => set.size,
    pass(ms) {
      const end = time + ms;
      for (;;) {
        const [due] = [...set].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at);
        if (!due) break;
        const [key, { at, callback }] = due;
        set.delete(key);
        time = at;
        callback();
      }
      time = end;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* three(): AsyncGenerator<Chunk, void, undefined> {
  for (const piece of ['a', 'b', 'c']) yield [piece];
}

/** All that a response's reader gives, as Node's face reads it. */
async function textOf(response: Response): Promise<string> {
  const reader = readerOf(response)!;
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const piece = await reader.read();
    if (piece === null) return text;
    text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
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

function respond(client = new AbortController(), chunks = three()) {
  const environment = byHand();
  const said: string[] = [];
  const request = new Request('http://localhost/ask', { signal: client.signal });
  const onGone = (): void => void said.push('gone');
  const onEnd = (): void => void said.push('end');
  const response = streamResponse(chunks, {
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
    await settled();
    environment.pass(59);
    expect([said, environment.timers()]).toEqual([[], 1]);
    environment.pass(1);
    expect([said, environment.timers()]).toEqual([['gone', 'end'], 0]);
    await expect(response.text()).rejects.toMatchObject({ code: 'stream-cut' });
  });

  test('each read counts anew, and the end leaves no timer', async () => {
    const { environment, said, response } = respond();
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value);
      await settled();
      environment.pass(59);
      expect(environment.timers()).toBeLessThan(2);
    }
    expect([text, said, environment.timers()]).toEqual(['abc', ['end'], 0]);
  });

  test('whose request is aborted leaves no timer either', async () => {
    const client = new AbortController();
    const { environment, said } = respond(client);
    await settled();
    client.abort();
    expect([said, environment.timers()]).toEqual([['gone', 'end'], 0]);
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

test('silence is filled with a heartbeat, before what comes after it, and no time is lost to reads between', async () => {
  let give = (_chunk: Chunk): void => {};
  async function* slow(): AsyncGenerator<Chunk, void, undefined> {
    for (let n = 0; n < 2; n++) yield await new Promise<Chunk>((resolve) => (give = resolve));
  }
  const { environment, response } = respond(new AbortController(), slow());
  const reader = readerOf(response)!;
  environment.pass(7);
  give(['a']);
  expect(await reader.read()).toBe('a');
  environment.pass(9);
  const next = reader.read();
  environment.pass(1);
  expect(await next).toBe(':\n\n');
  environment.pass(10);
  give(['b']);
  await settled();
  expect(await reader.read()).toBe(':\n\nb');
  expect(await reader.read()).toBeNull();
  expect(environment.timers()).toBe(0);
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
