import { createServer, request as rawRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { serve as serveHono } from '@hono/node-server';
import { definePrefix, ForewarmError, type Prefix } from '@forewarm/core';
import { type Script, scriptedAdapter, type ScriptedAdapter, YES } from '@forewarm/testing';
import expressApp from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { express } from './express.js';
import { createHandler, type Handler } from '../handler.js';
import { sendResponse, toRequest } from './nodeHttp.js';
import { fastify } from './fastify.js';
import { hono } from './hono.js';
import { next } from './next.js';
import { node } from './node.js';

const MOUNT = '/api/forewarm';

/** Starts a server with the handler; gives its port and how to stop it. */
type Start = (handler: Handler) => Promise<{ port: number; close: () => unknown }>;

const listening = async (server: ReturnType<typeof createServer>): ReturnType<Start> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
};

const FACES: Record<string, Start> = {
  'node:http': (handler) => listening(createServer(node(handler))),
  Express: (handler) => listening(createServer(expressApp().use(MOUNT, express(handler)))),
  async Hono(handler) {
    const app = new Hono().all(`${MOUNT}/*`, hono(handler));
    return new Promise((resolve) => {
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({ port, close: () => server.close() }),
      );
    });
  },
  async Fastify(handler) {
    const app = Fastify({ forceCloseConnections: true });
    await app.register(fastify(handler), { prefix: MOUNT });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  },
  /** Calls a route as Next.js does: the method chooses the export. */
  'Next.js': (handler) => {
    const route = next(handler);
    const call = async (req: Parameters<typeof toRequest>[0], res: Parameters<typeof toRequest>[1]): Promise<void> => {
      const method = Object.hasOwn(route, req.method ?? '') ? (req.method as keyof typeof route) : null;
      const answer = method && (await route[method](toRequest(req, res)));
      await sendResponse(answer ?? new Response(null, { status: 405 }), res);
    };
    return listening(createServer((req, res) => void call(req, res)));
  },
};

/** All bytes of an answer, over its own socket, which the server closes. */
function rawPost(url: string, body: string): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    let text = '';
    socket.on('data', (piece: string) => (text += piece)).once('error', reject);
    socket.once('close', () => resolve(text));
    const head = ['host: x', 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
    socket.write(`POST ${pathname} HTTP/1.1\r\n${[...head, 'connection: close'].join('\r\n')}\r\n\r\n${body}`);
  });
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

describe.each(Object.entries(FACES))('the handler in %s', (_name, start) => {
  async function serve(script: Script<Prefix> = {}): Promise<{ url: string; adapter: ScriptedAdapter<Prefix> }> {
    const adapter = scriptedAdapter<Prefix>(script);
    const handler = createHandler({ adapter, prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) } });
    const { port, close } = await start(handler);
    closers.push(close);
    return { adapter, url: `http://127.0.0.1:${port}${MOUNT}` };
  }
  const post = (url: string, body: string, signal?: AbortSignal): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ?? null,
    });
  const QUESTION = JSON.stringify({ prefix: { id: 'doc' }, question: 'Wörter 😀?' });

  test('warms and answers', async () => {
    const { url, adapter } = await serve();
    expect(await (await post(`${url}/warm`, QUESTION)).json()).toMatchObject({ status: 'warmed' });
    const answer = await post(`${url}/ask`, QUESTION);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(await answer.text()).toMatch(/"delta":"Yes\."[\s\S]*data: \[DONE\]/);
    expect(adapter.asks[0]!.turn.question).toBe('Wörter 😀?');
  });

  test('sends an answer whole: its last events, then the end of a chunked body as the last bytes', async () => {
    const { url } = await serve();
    for (let n = 0; n < 2; n++) {
      const answer = await rawPost(`${url}/ask`, QUESTION);
      expect(answer).toMatch(/"type":"finish"[^]*data: \[DONE\]\n\n\r\n0\r\n\r\n$/);
    }
    // Some faces send a JSON answer's length instead.
    const warm = await rawPost(`${url}/warm`, QUESTION);
    expect(warm).toMatch(/content-length: (\d+)\r\n[^]*\}$|"status":"warmed"[^]*\}\r\n0\r\n\r\n$/i);
  });

  test('sends each piece as it comes, and lets the backend go when the client leaves', async () => {
    const { url, adapter } = await serve({ ask: [YES[0]!, YES[1]!, 60_000, ...YES.slice(2)] });
    const stop = new AbortController();
    const reader = (await post(`${url}/ask`, QUESTION, stop.signal)).body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes('Yes.')) text += decoder.decode((await reader.read()).value, { stream: true });
    expect(adapter.asks[0]!.ended).toBe(false);
    stop.abort();
    await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
  });

  test('a client that leaves before the first piece closes the backend', async () => {
    const { url, adapter } = await serve({ ask: [60_000] });
    const request = rawRequest(`${url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    request.on('error', () => null);
    request.end(QUESTION);
    await expect.poll(() => adapter.asks.length).toBe(1);
    request.destroy();
    await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
  });

  const FAILED = new ForewarmError('overloaded', 'The provider’s own words, for the log.', {
    status: 529,
    cause: 'it',
  });

  test('a backend that fails is told with its kind, and without its words', async () => {
    const { url } = await serve({ ask: [FAILED], warm: FAILED });
    const warmed = await post(`${url}/warm`, QUESTION);
    expect([warmed.status, await warmed.json()]).toEqual([
      200,
      { status: 'failed', error: expect.objectContaining({ code: 'overloaded', retryable: true }) as unknown },
    ]);
    const answer = await (await post(`${url}/ask`, QUESTION)).text();
    expect(answer).toContain('"code":"overloaded"');
    expect(answer).not.toContain('own words');
  });

  test('a backend that fails in the middle keeps what had come, and ends the stream', async () => {
    const { url } = await serve({ ask: [YES[0]!, YES[1]!, FAILED] });
    const answer = await (await post(`${url}/ask`, QUESTION)).text();
    expect(answer).toMatch(/"delta":"Yes\."[\s\S]*"code":"overloaded"[\s\S]*"type":"error"[\s\S]*data: \[DONE\]/);
  });

  test.each([
    ['an unknown prefix', JSON.stringify({ prefix: { id: 'no' }, question: 'Q' }), 404],
    [
      'a body that is too large',
      JSON.stringify({ prefix: { id: 'doc' }, question: 'Q', pad: 'x'.repeat(3_000_000) }),
      413,
    ],
    ['a body that is no JSON', '{"prefix"', 400],
  ])('%s is refused with words', async (_kind, body, status) => {
    const { url } = await serve();
    const response = await post(`${url}/ask`, body);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/node_modules|\.ts:/);
  });

  test('another method is not allowed', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/ask`, { method: 'PUT', body: 'x' })).status).toBe(405);
  });
});

test('the address of a client is told by every face that knows it', async () => {
  const seen: unknown[] = [];
  const handler = Object.assign(
    (_request: Request, client?: object) => {
      seen.push(client);
      return Promise.resolve(new Response('ok'));
    },
    createHandler({ adapter: scriptedAdapter<Prefix>(), prefixes: {} }),
  );
  for (const name of ['node:http', 'Express', 'Hono', 'Fastify']) {
    const { port, close } = await FACES[name]!(handler);
    closers.push(close);
    await fetch(`http://127.0.0.1:${port}${MOUNT}/warm`, { method: 'POST' });
  }
  expect(seen).toEqual(Array.from({ length: 4 }, () => ({ address: expect.stringContaining('127.0.0.1') })));
});
