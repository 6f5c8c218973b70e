import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { definePrefix } from '@forewarm/core';
import { type AnswerStore, createHandler, memoryAnswers } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const BEGUN = [
  {
    type: 'message_start',
    message: { id: 'm', model: 'm', role: 'assistant', content: [], usage: { input_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Well' } },
];

/**
 * A model that begins an answer and never ends it, behind the SDK, the handler and Express, each
 * over a socket.
 */
async function serve(answers?: AnswerStore): Promise<{ url: string; upstream: string[] }> {
  const upstream: string[] = [];
  const engine = await listen((req, res) => {
    upstream.push('begun');
    res.once('close', () => upstream.push('closed'));
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    req.resume().once('end', () => {
      for (const event of BEGUN) res.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    });
  });
  const adapter = anthropic({ client: new Anthropic({ baseURL: engine, apiKey: 'k', maxRetries: 0 }) });
  const handler = createHandler({ adapter, prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) }, answers });
  return { url: `${await listen(express().use('/api', mount(handler)))}/api`, upstream };
}

describe.each([
  ['passed on', () => undefined],
  ['kept, after the grace', () => memoryAnswers({ graceMs: 100 })],
])('of an answer that is %s', (_how, answers) => {
  test('the model’s request is closed when the client’s connection is gone', async () => {
    const { url, upstream } = await serve(answers());
    const sent = request(`${url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    sent.on('error', () => null).end('{"prefix":{"id":"doc"},"question":"Q"}');
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
    response.on('error', () => null);
    await once(response, 'data');
    await expect.poll(() => upstream).toEqual(['begun']);
    sent.destroy();
    await expect.poll(() => upstream).toEqual(['begun', 'closed']);
  });
});

test('a person who stops closes the model’s request at once, also where answers are kept', async () => {
  const { url, upstream } = await serve(memoryAnswers({ graceMs: 3_600_000 }));
  const stop = new AbortController();
  const events = http({ url }).ask({ id: 'doc' }, { question: 'Q' }, { signal: stop.signal })[Symbol.asyncIterator]();
  for (let type; type !== 'text';) type = ((await events.next()).value as { type: string }).type;
  stop.abort();
  await expect(events.next()).rejects.toBe(stop.signal.reason);
  await expect.poll(() => upstream).toEqual(['begun', 'closed']);
});
