import { definePrefix, type Prefix } from '@forewarm/core';
import { scriptedAdapter } from '@forewarm/testing';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createHandler } from '../handler.js';
import { memoryAnswers } from '../resume/memoryAnswers.js';
import { hono } from './hono.js';
import { next } from './next.js';

const handler = createHandler({
  adapter: scriptedAdapter<Prefix>(),
  prefixes: { doc: definePrefix({ model: 'm', system: 'Doc.' }) },
  answers: memoryAnswers(),
});
const request = (call: string, body: object): Request =>
  new Request(`http://localhost/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: { id: 'doc' }, ...body }),
  });

/** Collects the promises given to `waitUntil`. */
function waiting(): { works: Promise<unknown>[]; waitUntil: (work: Promise<unknown>) => void } {
  const works: Promise<unknown>[] = [];
  return { works, waitUntil: (work) => void works.push(work) };
}

test('a worker is told to wait for a warm, and for an answer that is kept', async () => {
  const { works, waitUntil } = waiting();
  await handler(request('warm', {}), { waitUntil });
  expect(works).toHaveLength(1);
  const answer = await handler(request('ask', { question: 'Q' }), { waitUntil });
  expect(works).toHaveLength(2);
  await answer.text();
  await Promise.all(works);
});

test('Hono’s execution context is passed on, and nothing where there is none', async () => {
  const app = new Hono().all('/*', hono(handler));
  const { works, waitUntil } = waiting();
  await app.fetch(request('warm', {}), {}, { waitUntil, passThroughOnException: () => {}, props: {} });
  expect(works).toHaveLength(1);
  expect((await app.fetch(request('warm', {}))).status).toBe(200);
});

test('a Next.js route passes on what it is given', async () => {
  const { works, waitUntil } = waiting();
  await next(handler, { waitUntil }).POST(request('warm', {}));
  expect(works).toHaveLength(1);
});
