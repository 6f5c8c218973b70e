import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collect } from '@forewarm/testing';
import { DefaultChatTransport } from 'ai';
import { afterEach, expect, test } from 'vitest';
import { fromChatTransport } from './chat-transport.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function route(serve: (response: ServerResponse) => unknown): Promise<ReturnType<typeof fromChatTransport>> {
  server = createServer((request, response) => void request.resume().on('end', () => serve(response)));
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/chat`;
  return fromChatTransport({ transport: new DefaultChatTransport({ api }) });
}

const event = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`;
const START = event({ type: 'start' }) + event({ type: 'text-start', id: 't' });
const text = (delta: string): string => event({ type: 'text-delta', id: 't', delta });

test('a piece of an answer of more than a mebibyte ends the answer; what had come stays', async () => {
  const adapter = await route((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' });
    response.write(START + text('Yes.') + text('x'.repeat(1_048_577)) + text('No.'));
  });
  const { text: got, error } = await collect(adapter.ask({ id: 'doc' }, { question: 'Q' }));
  expect(got).toBe('Yes.');
  expect(error).toMatchObject({ code: 'upstream', retryable: false });
  expect((error as Error).message).toBe('The server sent an event of more than 1048576 characters.');
});

test('one of a mebibyte is told', async () => {
  const adapter = await route((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' });
    response.end(START + text('x'.repeat(1_048_576)) + event({ type: 'finish' }));
  });
  const { text: got, error } = await collect(adapter.ask({ id: 'doc' }, { question: 'Q' }));
  expect([got.length, error]).toEqual([1_048_576, undefined]);
});

test('a refusal’s body of more than 64 KiB is not looked at, nor given on as the cause', async () => {
  const adapter = await route((response) => {
    response.writeHead(500).end(`{"error":{"code":"overloaded","message":"${'-eyJaaaaaa'.repeat(20_000)}"}}`);
  });
  const { error } = await collect(adapter.ask({ id: 'doc' }, { question: 'Q' }));
  expect(error).toMatchObject({ code: 'upstream', cause: 'left out: it is too long' });
  expect((error as Error).message).toBe('The chat’s route failed: a body of more than 65536 characters');
});

test('a tool’s input that is on its way is a sign of life, though no event comes of it', async () => {
  const adapter = await route((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' });
    const piece = event({ type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{' });
    response.end(START + piece.repeat(20) + event({ type: 'finish' }));
  });
  let signs = 0;
  await collect(adapter.ask({ id: 'doc' }, { question: 'Q' }, { alive: () => signs++ }));
  expect(signs).toBeGreaterThan(20);
});
