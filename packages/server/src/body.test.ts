import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve as serveHono } from '@hono/node-server';
import { definePrefix, type Prefix } from '@forewarm/core';
import { scriptedAdapter } from '@forewarm/testing';
import expressApp, { type RequestHandler } from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { express } from './faces/express.js';
import { fastify } from './faces/fastify.js';
import { hono } from './faces/hono.js';
import { next } from './faces/next.js';
import { node } from './faces/node.js';
import { createHandler, type Handler } from './handler.js';

const MOUNT = '/api/forewarm';
const QUESTION = JSON.stringify({ prefix: { id: 'doc' }, question: 'Wörter 😀?' });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const make = (): Handler =>
  createHandler({
    adapter: scriptedAdapter<Prefix>(),
    prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) },
  });

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`;
}

const post = (url: string, path: string, body: RequestInit['body'] = QUESTION): Promise<Response> =>
  fetch(`${url}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? null });

/** Reads a request's body without setting `req.body`, as a logger does. */
async function consume(req: IncomingMessage): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of req) pieces.push(piece as Uint8Array);
}

/** Reads its first piece only. */
const begin = (req: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    req.once('data', () => {
      req.pause();
      resolve();
    });
  });

const TAKERS: Record<string, (handler: Handler) => Promise<string>> = {
  Express: (handler) => listen(expressApp().use(consuming(consume), express(handler))),
  'Express, in part': (handler) => listen(expressApp().use(consuming(begin), express(handler))),
  'Express, by pipe': (handler) => {
    const pipe: RequestHandler = (req, _res, go) => void req.on('data', () => null).once('end', () => go());
    return listen(expressApp().use(pipe, express(handler)));
  },
  'node:http': (handler) => {
    const answer = node(handler);
    return listen((req, res) => void consume(req).then(() => answer(req, res)));
  },
  async Fastify(handler) {
    const app = Fastify({ forceCloseConnections: true });
    app.addHook('onRequest', async (request) => consume(request.raw));
    await app.register(fastify(handler), { prefix: MOUNT });
    await app.listen({ port: 0, host: '127.0.0.1' });
    closers.push(() => app.close());
    return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${MOUNT}`;
  },
  async Hono(handler) {
    const app = new Hono();
    app.use(async (context, go) => {
      await context.req.text();
      await go();
    });
    app.all(`${MOUNT}/*`, hono(handler));
    return new Promise((resolve) => {
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}${MOUNT}`),
      );
      closers.push(() => server.close());
    });
  },
};

function consuming(read: (req: IncomingMessage) => Promise<void>): RequestHandler {
  return (req, _res, go) => void read(req).then(() => go(), go);
}

describe.each(Object.entries(TAKERS))('a body that was read before the handler: %s', (_name, start) => {
  test.each(['ask', 'warm'])('%s answers at once, with what happened and what to do', async (path) => {
    const url = await start(make());
    const response = await post(url, path);
    const { error } = await response.json();
    expect([response.status, error.code, error.retryable]).toEqual([500, 'invalid-request', false]);
    expect(error.message).toMatch(/has read the request’s body before the handler.*mount the handler first.*req\.body/);
  });
});

test.each<[string, object]>([
  ['read', { bodyUsed: true }],
  ['being read', { locked: true }],
])('a route’s request whose body was %s says so too', async (_how, { bodyUsed }: { bodyUsed?: boolean }) => {
  const request = new Request('http://localhost/api/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: QUESTION,
  });
  if (bodyUsed) await request.text();
  else request.body!.getReader();
  const response = await next(make()).POST(request);
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.stringContaining('has read the request’s body'),
  ]);
});

test.each<[string, RequestHandler]>([
  ['json', expressApp.json()],
  ['text', expressApp.text({ type: '*/*' })],
  ['bytes', expressApp.raw({ type: '*/*' })],
])('what a parser before the handler has made is taken: %s', async (_kind, parser) => {
  const url = await listen(expressApp().use(parser, express(make())));
  expect(await (await post(url, 'ask')).text()).toContain('data: [DONE]');
});

describe('a request that is over before its body was read', () => {
  /** A body that never ends; calls back when its reader may leave. */
  const endless = (): ReadableStream<Uint8Array> =>
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"prefix"')) });

  test.each<[string, (req: IncomingMessage, client: AbortController) => void | Promise<void>]>([
    ['destroyed', (req) => void req.destroy()],
    ['destroyed long ago, its events over', (req) => closed(req.destroy())],
    ['destroyed while it is read', (req) => void req.once('data', () => setImmediate(() => req.destroy()))],
    ['left by its client before it is read', (req, client) => (client.abort(), closed(req))],
    ['left by its client while it is read', (req, client) => void req.once('data', () => client.abort())],
  ])('%s: the handler comes to an end', async (_how, before) => {
    const statuses: number[] = [];
    const handler = make();
    const answer = node(
      Object.assign(async (...call: Parameters<Handler>) => {
        const response = await handler(...call);
        statuses.push(response.status);
        return response;
      }, handler),
    );
    const client = new AbortController();
    const url = await listen((req, res) => {
      const waits = before(req, client);
      if (waits) void waits.then(() => answer(req, res));
      else answer(req, res);
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: endless(),
      duplex: 'half',
    } as const;
    await fetch(`${url}/ask`, { ...init, signal: client.signal }).catch(() => null);
    await expect.poll(() => statuses).toEqual([400]);
  });

  const closed = (req: IncomingMessage): Promise<void> => new Promise((resolve) => req.once('close', () => resolve()));
});

test('bytes that are no UTF-8 are told apart from a body that broke off', async () => {
  const response = await post(await listen(node(make())), 'ask', new Uint8Array([0x22, 0xff, 0x22]));
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('not UTF-8')]);
});
