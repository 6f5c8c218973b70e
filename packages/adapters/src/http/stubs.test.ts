import { collect } from '@forewarm/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { http } from '../http.js';

const DOC = { id: 'doc' };
const TURN = { question: 'Q' };
const USAGE = { prompt: 10, cacheRead: 0, cacheWrite: 10, output: 0 };
const WARMED = { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: USAGE, ttlMs: 300_000 };
const CHUNKS = [{ type: 'start' }, { type: 'text-delta', id: '0', delta: 'Yes – sure.' }, { type: 'finish' }];
const STREAM = [...CHUNKS.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
const HEADERS = { get: (name: string) => (name === 'content-type' ? 'text/event-stream' : null) };

/** As jsdom is under Jest. */
beforeEach(() => {
  for (const name of ['Request', 'Response', 'ReadableStream', 'TextDecoder', 'TextEncoder']) {
    vi.stubGlobal(name, undefined);
  }
});
afterEach(() => vi.unstubAllGlobals());

const answersWith = (response: object): void => vi.stubGlobal('fetch', async () => response) as never;

test('a stub with `text` alone is a warm and an answer, where there are neither streams nor decoders', async () => {
  answersWith({ ok: true, status: 200, text: async () => JSON.stringify(WARMED) });
  expect(await http().warm(DOC)).toEqual(WARMED);
  answersWith({ ok: true, status: 200, headers: HEADERS, text: async () => STREAM });
  const { text, error } = await collect(http().ask(DOC, TURN));
  expect([text, error]).toEqual(['Yes – sure.', undefined]);
});

test('a stub whose text ends too early is a broken connection', async () => {
  answersWith({ ok: true, status: 200, headers: HEADERS, text: async () => STREAM.slice(0, STREAM.indexOf('Yes')) });
  expect((await collect(http().ask(DOC, TURN))).error).toMatchObject({ code: 'stream-cut' });
});

test('a stub without headers is named as what it lacks', async () => {
  answersWith({ ok: true, status: 200, text: async () => STREAM });
  expect((await collect(http().ask(DOC, TURN))).error).toMatchObject({
    code: 'upstream',
    message: 'The server answered with no content type where an event stream was due.',
  });
});

test('a stub of a refusal is a refusal, with headers or without', async () => {
  answersWith({ ok: false, status: 429, text: async () => 'no' });
  await expect(http().warm(DOC)).rejects.toMatchObject({
    code: 'rate-limited',
    message: 'The server answered 429.',
  });
});
