import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';
import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { type Adapter, definePrefix, type Prefix } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { aiSdk } from '../ai-sdk.js';
import { anthropic } from '../anthropic.js';
import { openaiCompatible } from '../openai-compatible.js';
import { openai } from '../openai.js';
import { boundedFetch } from './boundedFetch.js';

const MEGABYTE = 1024 * 1024;
const ENDLESS = 200;
const [NEWLINE, RETURN] = [10, 13];
const prefix = definePrefix({ model: 'claude-sonnet-4-6', system: 'Doc.' });

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** `written` counts the megabytes sent, before compression. */
async function open(
  head: [number, Record<string, string>],
  first: string,
): Promise<{ url: string; written: () => number }> {
  let written = 0;
  const serve = async (response: ServerResponse): Promise<void> => {
    response.writeHead(...head);
    const gzip = head[1]['content-encoding'] === 'gzip' ? createGzip() : undefined;
    gzip?.pipe(response);
    const out = gzip ?? response;
    out.write(first);
    let wake = (): void => {};
    out.on('drain', () => wake()).on('close', () => wake());
    for (let n = 0; n < ENDLESS && !response.destroyed; n++) {
      written++;
      if (!out.write('x'.repeat(MEGABYTE))) await new Promise<void>((resolve) => (wake = resolve));
    }
    out.end();
  };
  return { url: await listen(serve), written: () => written };
}

async function listen(serve: (response: ServerResponse) => unknown): Promise<string> {
  server = createServer((request, response) => {
    response.on('close', () => response.destroy());
    request.resume().on('end', () => void serve(response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const common = { apiKey: 'k', maxRetries: 0 };
type Make = (baseURL: string, fetch?: typeof globalThis.fetch) => Adapter<Prefix>;
const adapters: [string, Make][] = [
  ['anthropic', (baseURL, fetch) => anthropic({ client: new Anthropic({ ...common, baseURL, fetch }) })],
  ['openai', (baseURL, fetch) => openai({ client: new OpenAI({ ...common, baseURL, fetch }) })],
  ['openai-compatible', (baseURL, fetch) => openaiCompatible({ client: new OpenAI({ ...common, baseURL, fetch }) })],
  [
    'ai-sdk with a bounded fetch',
    (baseURL, fetch) => aiSdk({ model: createAnthropic({ apiKey: 'k', baseURL, fetch: boundedFetch(fetch) }) }),
  ],
];

describe.each(adapters)('%s reads no answer without end', (_name, make) => {
  test.each<[string, [number, Record<string, string>], string]>([
    ['an event', [200, { 'content-type': 'text/event-stream' }], 'event: message_start\ndata: "'],
    ['an error', [400, { 'content-type': 'application/json' }], '{"error":{"message":"'],
    ['a compressed error', [500, { 'content-type': 'text/html', 'content-encoding': 'gzip' }], '<html>'],
  ])('%s', async (_what, head, first) => {
    const { url, written } = await open(head, first);
    const { error } = await collect(make(url).ask(prefix, { question: 'Q' }));
    expect(error).toMatchObject({ name: 'ForewarmError', code: head[0] === 400 ? 'invalid-request' : 'upstream' });
    expect((error as Error).message.length).toBeLessThan(700);
    expect(written()).toBeLessThan(ENDLESS / 2);
  });

  test('an archive that is small and comes out large', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('data: "'), Buffer.alloc(ENDLESS * MEGABYTE, 'x')]));
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const url = await listen((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }).end(bomb);
    });
    let inflated = 0;
    const counted: typeof fetch = async (...request) => {
      const { body, status, headers } = await fetch(...request);
      const count = new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          inflated += bytes.byteLength;
          controller.enqueue(bytes);
        },
      });
      return new Response(body!.pipeThrough(count), { status, headers });
    };
    const { error } = await collect(make(url, counted).ask(prefix, { question: 'Q' }));
    expect(error).toMatchObject({ name: 'ForewarmError', code: 'upstream' });
    expect(inflated).toBeLessThan(20 * MEGABYTE);
  });

  test('a warm’s answer', async () => {
    const { url, written } = await open([200, { 'content-type': 'application/json' }], '{"id":"');
    await expect(make(url).warm(prefix)).rejects.toMatchObject({ name: 'ForewarmError' });
    expect(written()).toBeLessThan(ENDLESS / 2);
  });
});

test('many events are no long one, wherever the pieces break', async () => {
  const event = `data: ${'x'.repeat(1000)}\r\n\r\n`;
  const body = new TextEncoder().encode(event.repeat(12 * 1024));
  const sizes = [1_000, 1_007, 64 * 1024 + 1];
  for (const size of sizes) {
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < body.length; at += size) controller.enqueue(body.subarray(at, at + size));
        controller.close();
      },
    });
    const response = new Response(pieces, { headers: { 'content-type': 'text/event-stream' } });
    const { body: passed } = await boundedFetch(() => Promise.resolve(response))('http://x');
    let length = 0;
    for await (const piece of passed!) {
      length += piece.byteLength;
      // So an SDK has no unfinished line to copy again.
      expect(piece.at(-1)).toBeOneOf([NEWLINE, RETURN]);
    }
    expect(length).toBe(body.length);
  }
});
