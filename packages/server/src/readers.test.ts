import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { definePrefix, type Prefix } from '@forewarm/core';
import { scriptedAdapter, type ScriptedAdapter, type Step, YES } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { node } from './faces/node.js';
import { createHandler, type Handler } from './handler.js';
import { rateLimits } from './limits/rateLimits.js';
import type { HandlerOptions } from './options.js';
import { memoryAnswers } from './resume/memoryAnswers.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Served {
  readonly handler: Handler;
  readonly adapter: ScriptedAdapter<Prefix>;
  /** Sends a question over its own socket, whose answer nobody reads yet. */
  readonly ask: () => Socket;
}

async function serve(ask: readonly Step[], options: Partial<HandlerOptions>): Promise<Served> {
  const adapter = scriptedAdapter<Prefix>({ ask });
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const handler = createHandler({ adapter, prefixes, ...options });
  const server = createServer(node(handler)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const body = JSON.stringify({ prefix: { id: 'doc' }, question: 'Q' });
  const head = `POST /ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const openSocket = (): Socket => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    socket.on('error', () => null);
    closers.push(() => socket.destroy());
    socket.write(head + body);
    return socket;
  };
  return { handler, adapter, ask: openSocket };
}

/**
 * More than all buffers between server and client, in pieces of 100,000 letters; `made` counts
 * them.
 */
function flood(): { steps: readonly Step[]; made: () => number } {
  let made = 0;
  const many = function* (): Generator<Step> {
    yield YES[0]!;
    for (; made < 500; made++) yield { type: 'text', text: 'x'.repeat(100_000) };
    yield YES.at(-1)!;
  };
  return { steps: { [Symbol.iterator]: many } as unknown as Step[], made: () => made };
}

describe.each([
  ['passed on', () => undefined],
  ['kept', () => memoryAnswers({ graceMs: 50, maxLength: 50_000_000 })],
])('an answer that is %s', (_how, answers) => {
  test('is made no faster than it is read over a socket, and arrives whole', async () => {
    const { steps, made } = flood();
    const { ask } = await serve(steps, { answers: answers() });
    const socket = ask();
    await expect.poll(made).toBeGreaterThan(0);
    // Until it stops: buffers are full.
    let before = -1;
    await expect.poll(() => before === (before = made()), { interval: 150, timeout: 10_000 }).toBe(true);
    expect(made()).toBeLessThan(300);
    let [length, last] = [0, ''];
    socket.setEncoding('latin1').on('data', (text: string) => {
      length += text.length;
      last = (last + text).slice(-200);
    });
    socket.resume();
    await expect.poll(() => last, { timeout: 20_000 }).toContain('[DONE]');
    expect([made(), length > 50_000_000]).toEqual([500, true]);
  }, 30_000);

  test('that nobody reads is given up: its connection is closed, the model stopped, its place free', async () => {
    const { steps } = flood();
    const limits = rateLimits({ streams: 1, asks: { address: null } });
    const { ask, adapter, handler } = await serve(steps, { answers: answers(), limits, stallMs: 300 });
    const socket = ask();
    await expect.poll(() => adapter.asks[0]?.ended, { timeout: 10_000 }).toBe(true);
    await expect.poll(() => handler.streaming()).toBe(0);
    // Its socket ends once the sent bytes are read.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await closed;
    const next = ask();
    await expect.poll(() => adapter.asks.length).toBe(2);
    next.destroy();
    await expect.poll(() => adapter.asks[1]!.ended, { timeout: 10_000 }).toBe(true);
  });

  test('whose reader leaves while it is looked up who they are leaves nothing behind', async () => {
    const looks: string[] = [];
    const identify = async (request: Request): Promise<null> => {
      looks.push('begun');
      await new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve()));
      looks.push('ended');
      return null;
    };
    const limits = rateLimits({ streams: 1, asks: { address: null } });
    const { ask, adapter, handler } = await serve([YES[0]!, 60_000], { answers: answers(), limits, identify });
    const socket = ask();
    await expect.poll(() => looks).toEqual(['begun']);
    socket.destroy();
    await expect.poll(() => looks).toEqual(['begun', 'ended']);
    await expect.poll(() => handler.streaming()).toBe(0);
    await expect.poll(() => adapter.asks.every(({ ended }) => ended)).toBe(true);
    expect(await limits.openStream({ action: 'ask', scope: {}, connection: { address: '127.0.0.1' } })).toBeTypeOf(
      'function',
    );
  });
});
