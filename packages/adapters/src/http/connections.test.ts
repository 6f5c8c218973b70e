import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { http, type HttpOptions } from '../http.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const WARMED = { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: {}, ttlMs: 300_000 };
const DOC = { id: 'doc' };

/**
 * What a server does with a request; `nth` counts those of its connection, `all` those of the
 * server, both from 1.
 */
type Serve = (socket: Socket, nth: number, all: number) => void;

async function open(serve: Serve): Promise<{ url: string; requests: () => number; names: () => string[] }> {
  let all = 0;
  const names: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let nth = 0;
    sockets.add(socket);
    // A request of these tests comes as its head and its body, and ends with the body.
    socket
      .on('error', () => null)
      .on('data', (piece: Buffer) => {
        names.push(...(piece.toString().match(/"answer":"[^"]+"/g) ?? []));
        if (piece.toString().endsWith('}')) serve(socket, ++nth, ++all);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => all, names: () => names };
}

function answer(socket: Socket, body: unknown = WARMED, status = '200 OK'): void {
  const text = JSON.stringify(body);
  socket.write(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`);
}

test.each<[string, (socket: Socket) => void]>([
  ['ends', (socket) => socket.end()],
  ['is reset', (socket) => socket.resetAndDestroy()],
])('a warm whose reused connection %s before the response is sent once more', async (_how, end) => {
  const { url, requests } = await open((socket, nth) => (nth === 1 ? answer(socket) : end(socket)));
  const adapter = http({ url });
  await expect(adapter.warm(DOC)).resolves.toMatchObject({ status: 'warmed' });
  // Until its connection is idle, so that the next warm comes on it.
  await new Promise((resolve) => setTimeout(resolve, 10));
  await expect(adapter.warm(DOC)).resolves.toMatchObject({ status: 'warmed' });
  expect(requests()).toBe(3);
});

test('a warm whose connections always end before the response is sent twice, never more', async () => {
  const { url, requests } = await open((socket) => socket.resetAndDestroy());
  await expect(http({ url }).warm(DOC)).rejects.toMatchObject({ code: 'unreachable' });
  expect(requests()).toBe(2);
});

test('a warm is sent once where a status came', async () => {
  const { url, requests } = await open((socket) => answer(socket, {}, '503 Busy'));
  await expect(http({ url }).warm(DOC)).rejects.toMatchObject({ code: 'upstream', status: 503 });
  expect(requests()).toBe(1);
});

test('a warm is sent once where the connection ends within the answer, and says so', async () => {
  const { url, requests } = await open((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half', () => setTimeout(() => socket.destroy(), 20));
  });
  await expect(http({ url }).warm(DOC)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('broke off'),
  });
  expect(requests()).toBe(1);
});

test('a warm that was aborted is not sent again, though its connection ended too', async () => {
  const stop = new AbortController();
  const { url, requests } = await open((socket) => {
    stop.abort(new Error('left'));
    socket.resetAndDestroy();
  });
  await expect(http({ url }).warm(DOC, { signal: stop.signal })).rejects.toThrow('left');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(requests()).toBe(1);
});

test('a browser’s TypeError, which says no cause, is not tried again', async () => {
  let calls = 0;
  const fetch = (): Promise<Response> => {
    calls++;
    return Promise.reject(new TypeError('Failed to fetch'));
  };
  await expect(http({ fetch }).warm(DOC)).rejects.toMatchObject({ code: 'unreachable' });
  expect(calls).toBe(1);
});

test('a question is sent three times at the most, under one name', async () => {
  const { url, requests, names } = await open((socket) => socket.resetAndDestroy());
  await expect(http({ url }).ask(DOC, { question: 'Q' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'unreachable',
  });
  expect(requests()).toBe(3);
  expect(new Set(names()).size).toBe(1);
});

test('a question is sent once where nothing is to be tried again, and where a page can make no name', async () => {
  const { url, requests } = await open((socket) => socket.resetAndDestroy());
  const ask = (options: HttpOptions): Promise<unknown> => {
    const asking = http({ url, ...options }).ask(DOC, { question: 'Q' });
    return asking[Symbol.asyncIterator]().next();
  };
  await expect(ask({ resumeDelaysMs: [] })).rejects.toMatchObject({ code: 'unreachable' });
  Object.assign(crypto, { randomUUID: undefined });
  await expect(ask({})).rejects.toMatchObject({ code: 'unreachable' });
  Reflect.deleteProperty(crypto, 'randomUUID');
  expect(requests()).toBe(2);
});
