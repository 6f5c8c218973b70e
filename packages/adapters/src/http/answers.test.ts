import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { collect } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { http } from '../http.js';
import { MAX_BODY_BYTES } from './errors.js';
import { MAX_EVENT } from './eventStream.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const DOC = { id: 'doc' };
const TURN = { question: 'Q' };

/** A server of its own; `path` is the last part of what was called. */
async function open(
  serve: (path: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ url: string; calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!.slice(1);
    calls.push(path);
    serve(path, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

const stream = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const event = (id: number, chunk: object): string => `id: ${id}\ndata: ${JSON.stringify(chunk)}\n\n`;
const text = (id: number, delta: string): string => event(id, { type: 'text-delta', id: '0', delta });
const BEGINNING = event(1, { type: 'start', messageId: 'a' }) + text(2, 'On');
const REST = text(3, 'ward.') + event(4, { type: 'finish' });

/** Writes, then breaks the connection once that has gone out. */
function cut(response: ServerResponse, what: string): void {
  stream(response).write(what, () => setTimeout(() => response.destroy(), 20));
}

test.each([403, 404])('an answer that can’t be gone on with is not tried again: %i', async (status) => {
  const { url, calls } = await open((path, response) =>
    path === 'ask' ? cut(response, BEGINNING) : response.writeHead(status).end(),
  );
  const { error } = await collect(http({ url, resumeDelaysMs: [0, 10, 10] }).ask(DOC, TURN));
  expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
  expect(calls.filter((path) => path === 'resume')).toHaveLength(1);
});

describe('the end of an answer is its last event', () => {
  test('its connection is read to its own end', async () => {
    const ends: boolean[] = [];
    const { url } = await open((_path, response) => {
      response.on('close', () => ends.push(response.writableFinished));
      stream(response).write(BEGINNING + REST);
      setTimeout(() => response.end('data: [DONE]\n\n'), 50);
    });
    expect((await collect(http({ url }).ask(DOC, TURN))).text).toBe('Onward.');
    await expect.poll(() => ends).toEqual([true]);
  });

  test('it is given at once, and a connection that never ends is let go', async () => {
    let closed = false;
    const { url } = await open((_path, response) => {
      response.on('close', () => (closed = true));
      stream(response).write(BEGINNING + REST);
    });
    const { events } = await collect(http({ url }).ask(DOC, TURN));
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
    expect(closed).toBe(false);
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(true);
  });

  test('a reset after it is no error, and nothing is asked for again', async () => {
    const { url, calls } = await open((_path, response) => {
      stream(response).write(BEGINNING + REST, () => setTimeout(() => response.socket!.resetAndDestroy(), 20));
    });
    const { error, text: whole } = await collect(http({ url }).ask(DOC, TURN));
    expect([whole, error]).toEqual(['Onward.', undefined]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toEqual(['ask']);
  });

  test('who leaves before it closes the connection', async () => {
    let closed = false;
    const { url } = await open((path, response) => {
      if (path !== 'ask') return void response.writeHead(204).end();
      response.on('close', () => (closed = true));
      stream(response).write(BEGINNING);
    });
    for await (const { type } of http({ url }).ask(DOC, TURN)) if (type === 'text') break;
    await expect.poll(() => closed).toBe(true);
  });
});

describe('there is a bound on', () => {
  const flood = (response: ServerResponse, piece: string): void => {
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

  test('one event that never ends', async () => {
    const { url, calls } = await open((path, response) => {
      if (path !== 'ask') return void response.end();
      flood(stream(response), `data: ${'x'.repeat(60_000)}`);
    });
    const { error } = await collect(http({ url }).ask(DOC, TURN));
    expect(error).toMatchObject({ code: 'upstream', message: expect.stringContaining(`${MAX_EVENT} characters`) });
    expect(calls).toEqual(['ask']);
  });

  test('one event of many lines, and one that comes whole', async () => {
    for (const body of [`data: ${'x'.repeat(1_000)}\n`.repeat(1_100), `data: ${'x'.repeat(MAX_EVENT + 1)}\n\n`]) {
      const fetch = async (): Promise<Response> =>
        new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      const { error } = await collect(http({ fetch }).ask(DOC, TURN));
      expect(error).toMatchObject({ code: 'upstream', message: expect.stringContaining(`${MAX_EVENT} characters`) });
    }
  });

  test('what is zipped', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 'x'));
    const { url } = await open((path, response) => {
      if (path === 'stop') return void response.end();
      const type = path === 'ask' ? 'text/event-stream' : 'application/json';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bomb);
    });
    expect((await collect(http({ url }).ask(DOC, TURN))).error).toMatchObject({ code: 'upstream' });
    await expect(http({ url }).warm(DOC)).rejects.toThrow(`more than ${MAX_BODY_BYTES} bytes`);
  });

  test('an error’s body, and the error still has its status', async () => {
    const { url } = await open((_path, response) => flood(response.writeHead(502), 'x'.repeat(60_000)));
    for (const error of [
      (await collect(http({ url }).ask(DOC, TURN))).error,
      await http({ url })
        .warm(DOC)
        .catch((thrown: unknown) => thrown),
    ]) {
      expect(error).toMatchObject({ status: 502, message: expect.stringContaining(`over ${MAX_BODY_BYTES} bytes`) });
    }
  });

  test('and none on a long answer, or on an event within the bound', async () => {
    const { url } = await open((_path, response) => {
      stream(response).end(BEGINNING + text(3, 'x'.repeat(500_000)).repeat(6) + event(9, { type: 'finish' }));
    });
    const { text: whole, error } = await collect(http({ url }).ask(DOC, TURN));
    expect([whole.length, error]).toEqual([3_000_002, undefined]);
  });
});

test('words of one read are one piece, and what comes between them stays between', async () => {
  const thought = event(4, { type: 'reasoning-delta', id: '1', delta: 'Hm.' });
  const { url } = await open((_path, response) => {
    const whole = BEGINNING + text(3, 'ward') + thought + text(5, ', ') + text(6, 'on.') + event(7, { type: 'finish' });
    stream(response).end(whole);
  });
  const pieces: unknown[] = [];
  for await (const piece of http({ url }).ask(DOC, TURN)) if ('text' in piece) pieces.push([piece.type, piece.text]);
  expect(pieces).toEqual([
    ['text', 'Onward'],
    ['reasoning', 'Hm.'],
    ['text', ', on.'],
  ]);
});
