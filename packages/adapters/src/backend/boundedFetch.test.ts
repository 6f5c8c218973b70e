import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
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
const prefix = definePrefix({ model: 'claude-sonnet-4-6', system: 'Doc.' });

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server whose answers are too long; `written` counts the megabytes that went out, before compression. */
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
    for (let n = 0; n < ENDLESS && !response.destroyed; n++) {
      written++;
      if (!out.write('x'.repeat(MEGABYTE)))
        await new Promise((resolve) => out.once('drain', resolve).once('close', resolve));
    }
    out.end();
  };
  server = createServer((request, response) => {
    response.on('close', () => response.destroy());
    request.resume().on('end', () => void serve(response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, written: () => written };
}

const common = { apiKey: 'k', maxRetries: 0, fetch: boundedFetch() };
const adapters: [string, (baseURL: string) => Adapter<Prefix>][] = [
  ['anthropic', (baseURL) => anthropic({ client: new Anthropic({ ...common, baseURL }) })],
  ['openai', (baseURL) => openai({ client: new OpenAI({ ...common, baseURL }) })],
  ['openai-compatible', (baseURL) => openaiCompatible({ client: new OpenAI({ ...common, baseURL }) })],
  ['ai-sdk', (baseURL) => aiSdk({ model: createAnthropic({ ...common, baseURL }) })],
];

describe.each(adapters)('%s with a bounded fetch reads no answer without end', (_name, make) => {
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
    const read = await (await boundedFetch(() => Promise.resolve(response))('http://x')).text();
    expect(read.length).toBe(body.length);
  }
});
