import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { http } from '@forewarm/adapters/http';
import { definePrefix, type Prefix } from '@forewarm/core';
import { createHandler, memoryAnswers } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import { collect, scriptedAdapter, type ScriptedAdapter, type Step, YES } from '@forewarm/testing';
import express from 'express';
import { afterEach, expect, test } from 'vitest';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const WORDS = Array.from({ length: 120 }, (_, n) => `word${n} `);
const ASK: Step[] = [
  YES[0]!,
  ...WORDS.flatMap((text, n): Step[] => (n % 10 === 9 ? [{ type: 'text', text }, 5] : [{ type: 'text', text }])),
  YES.at(-1)!,
];
const TURN = { question: 'Q' };

/**
 * The handler behind a wire that breaks once so many bytes of an answer have passed; `bytes` says
 * after how many, for each connection.
 */
async function serve(
  bytes: (connection: number) => number,
  ask: readonly Step[] = ASK,
): Promise<{ url: string; adapter: ScriptedAdapter<Prefix>; connections: () => number }> {
  const adapter = scriptedAdapter<Prefix>({ ask });
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const server = createServer(
    express().use('/api', mount(createHandler({ adapter, prefixes, answers: memoryAnswers() }))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let count = 0;
  const sockets = new Set<Socket>();
  const wire = createTcpServer((near) => {
    let left = bytes(++count);
    const far = connect((server.address() as AddressInfo).port, '127.0.0.1');
    near.pipe(far);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => null).on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    far.on('data', (chunk: Buffer) => {
      near.write(chunk.subarray(0, left));
      left -= chunk.length;
      // A reset, as when a phone changes networks: not even a goodbye.
      if (left <= 0) setImmediate(() => near.resetAndDestroy());
    });
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    wire.close();
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}/api`, adapter, connections: () => count };
}

test.each([900, 1_111, 1_500, 2_222])(
  'an answer whose connection breaks every %i bytes arrives whole, once, and is asked once',
  async (size) => {
    const { url, adapter, connections } = await serve(() => size);
    const { text, error } = await collect(http({ url, resumeDelaysMs: [0, 1] }).ask({ id: 'doc' }, TURN));
    expect(error).toBeUndefined();
    expect(text).toBe(WORDS.join(''));
    expect(adapter.asks).toHaveLength(1);
    expect(connections()).toBeGreaterThan(2);
  },
);

test('tries come to an end, and what had arrived stays', async () => {
  const { url, connections } = await serve((connection) => (connection === 1 ? 1_500 : 1));
  const { text, error } = await collect(http({ url, resumeDelaysMs: [0, 1, 1] }).ask({ id: 'doc' }, TURN));
  expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
  expect(WORDS.join('')).toContain(text);
  expect(text).not.toBe('');
  // The answer, three tries, and the stop.
  await expect.poll(connections).toBe(5);
});

test('a person who stops ends the model’s work at once, though the handler keeps answers', async () => {
  const { url, adapter } = await serve(() => Infinity, [YES[0]!, YES[1]!, 60_000]);
  const stop = new AbortController();
  const answer = http({ url }).ask({ id: 'doc' }, TURN, { signal: stop.signal })[Symbol.asyncIterator]();
  for (let type; type !== 'text';) type = ((await answer.next()).value as { type: string }).type;
  stop.abort();
  await expect(answer.next()).rejects.toBe(stop.signal.reason);
  await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
});
