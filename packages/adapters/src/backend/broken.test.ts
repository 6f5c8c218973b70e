import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ForewarmError } from '@forewarm/core';
import { afterEach, describe, expect, test } from 'vitest';
import { brokeBeforeResponse, onceMore } from './broken.js';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function thrownBy(serve: (socket: Socket) => void, signal?: AbortSignal): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => null).once('data', () => serve(socket));
  }).listen(0, '127.0.0.1');
  open.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const call = async (): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}', signal: signal ?? null });
    return response.text();
  };
  return call().catch((thrown: unknown) => thrown);
}

describe('a request broke before its response', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['by an end', (socket) => socket.end()],
    ['by a reset', (socket) => socket.resetAndDestroy()],
  ])('%s, also inside other errors', async (_how, serve) => {
    const thrown = await thrownBy(serve);
    expect(brokeBeforeResponse(thrown)).toBe(true);
    const wrapped = new ForewarmError('unreachable', 'No.', {
      cause: new Error('Connection error.', { cause: thrown }),
    });
    expect(brokeBeforeResponse(wrapped)).toBe(true);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['an answer that breaks off', () => thrownBy((socket) => half(socket, () => socket.destroy()))],
    ['an answer that is reset', () => thrownBy((socket) => half(socket, () => socket.resetAndDestroy()))],
    ['an abort', () => thrownBy(() => null, AbortSignal.timeout(20))],
    ['a refused connection', () => fetch('http://127.0.0.1:1').catch((thrown: unknown) => thrown)],
    ['an unknown name', () => fetch('http://no-such-name.invalid').catch((thrown: unknown) => thrown)],
    ['a status', () => Promise.resolve(new ForewarmError('overloaded', 'Later.', { status: 529 }))],
    ['a circle of causes', () => Promise.resolve(circle())],
    ['nothing', () => Promise.resolve(null)],
  ])('is not said of %s', async (_what, make) => {
    expect(brokeBeforeResponse(await make())).toBe(false);
  });
});

test('once more means once, over all calls', async () => {
  let calls = 0;
  const send = onceMore(async () => {
    calls++;
    throw Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  });
  await expect(send()).rejects.toThrow('other side closed');
  await expect(send()).rejects.toThrow('other side closed');
  expect(calls).toBe(3);
});

function half(socket: Socket, then: () => void): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => setTimeout(then, 20));
}

function circle(): Error {
  const one = new Error('one');
  one.cause = new Error('two', { cause: one });
  return one;
}
