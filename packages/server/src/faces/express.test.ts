import { createServer, request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { definePrefix, type Prefix } from '@forewarm/core';
import { type Script, scriptedAdapter, YES } from '@forewarm/testing';
import expressApp from 'express';
import { afterEach, expect, test } from 'vitest';
import { express } from './express.js';
import { createHandler } from '../handler.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function serve(
  script: Script<Prefix> = {},
  before = (app: expressApp.Express) => app,
): Promise<{ url: string; adapter: ReturnType<typeof scriptedAdapter<Prefix>> }> {
  const adapter = scriptedAdapter<Prefix>(script);
  const app = before(expressApp());
  app.use(
    '/api/forewarm',
    express(createHandler({ adapter, prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) } })),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/forewarm`, adapter };
}

const post = (url: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });

const QUESTION = { prefix: { id: 'doc' }, question: 'Q' };

test.each([
  ['alone', (app: expressApp.Express) => app],
  ['behind express.json()', (app: expressApp.Express) => app.use(expressApp.json())],
])('warms and answers over a real socket, %s', async (_name, before) => {
  const { url } = await serve({}, before);
  expect(await (await post(`${url}/warm`, QUESTION)).json()).toMatchObject({ status: 'warmed' });
  const answer = await post(`${url}/ask`, QUESTION);
  expect(answer.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1');
  expect(await answer.text()).toMatch(/"delta":"Yes\."[\s\S]*data: \[DONE\]/);
});

test('sends each piece as it comes', async () => {
  const { url, adapter } = await serve({ ask: [YES[0]!, YES[1]!, 60_000, ...YES.slice(2)] });
  const stop = new AbortController();
  const reader = (await post(`${url}/ask`, QUESTION, stop.signal)).body!.getReader();
  let text = '';
  while (!text.includes('Yes.')) text += new TextDecoder().decode((await reader.read()).value);
  expect(adapter.asks[0]!.ended).toBe(false);
  stop.abort();
  await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
});

test('a socket that is destroyed mid-answer closes the backend', async () => {
  const { url, adapter } = await serve({ ask: [YES[0]!, 60_000] });
  const request = rawRequest(`${url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  request.on('error', () => null);
  request.end(JSON.stringify(QUESTION));
  await expect.poll(() => adapter.asks.length).toBe(1);
  request.destroy();
  await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
});

test('a body that is too large is refused with words, not with a broken socket', async () => {
  const { url } = await serve();
  const response = await post(`${url}/ask`, { ...QUESTION, pad: 'x'.repeat(3_000_000) });
  expect(response.status).toBe(413);
  expect((await response.json()).error.message).toContain('larger than');
});

test('headers beyond Node’s own limit are 431, and the server goes on', async () => {
  const { url, adapter } = await serve();
  const headers = { 'content-type': 'application/json', cookie: 'x'.repeat(20_000) };
  const response = await fetch(`${url}/ask`, { method: 'POST', headers, body: JSON.stringify(QUESTION) });
  expect([response.status, adapter.asks.length]).toEqual([431, 0]);
  expect((await post(`${url}/warm`, QUESTION)).status).toBe(200);
});

test('a body that comes in many pieces, and one that breaks off', async () => {
  const { url, adapter } = await serve();
  const pieces = Array.from(JSON.stringify({ ...QUESTION, question: 'Wörter 😀?' })).map((piece) =>
    new TextEncoder().encode(piece),
  );
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' } as RequestInit;
  expect((await fetch(`${url}/ask`, init)).status).toBe(200);
  expect(adapter.asks[0]!.turn.question).toBe('Wörter 😀?');

  const request = rawRequest(`${url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '500' },
  });
  request.on('error', () => null);
  request.write('{"prefix"');
  setTimeout(() => request.destroy(), 20);
  await new Promise((resolve) => request.once('close', resolve));
  expect((await post(`${url}/warm`, QUESTION)).status).toBe(200);
});

test.each(['OPTIONS', 'PUT', 'DELETE'])('%s is not allowed', async (method) => {
  const { url } = await serve();
  const response = await fetch(`${url}/ask`, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('TRACE, which no web-standard request can have, is not allowed', async () => {
  const { url } = await serve();
  const status = await new Promise((resolve, reject) => {
    const request = rawRequest(`${url}/ask`, { method: 'TRACE' }, (response) => resolve(response.statusCode));
    request.on('error', reject).end();
  });
  expect(status).toBe(405);
});

test('a path that is no address is not found', async () => {
  const { url } = await serve();
  const response = await post(`${url}//%ff/..%2f/nothing`, QUESTION);
  expect(response.status).toBe(404);
});
