import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { http } from '@forewarm/adapters/http';
import { collect, startRedis } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';
import { appsForTests } from './testing/openApp.js';

const { openApp, folder, closers, REF, QUESTION, warm } = appsForTests();

describe('the log', () => {
  test('names what happened and holds no text, no cookie and no query', async () => {
    const { url, lines } = await openApp();
    await warm(url);
    const { text, error } = await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }));
    expect(error).toBeUndefined();
    await fetch(`${url}/api/info?token=tasty`);
    await expect.poll(() => lines.length).toBeGreaterThan(6);
    const all = lines.join('');
    expect(lines.map((line) => (JSON.parse(line) as { event?: string }).event)).toEqual(
      expect.arrayContaining(['warm-started', 'warmed', 'ask-started', 'first-token', 'ask-finished']),
    );
    expect(text).toContain('confidential7');
    expect(all).not.toMatch(/confidential|curious|tasty/);
    expect(all).toContain('"path":"/api/info"');
  });

  test('holds question and answer where that is switched on', async () => {
    const { url, lines } = await openApp({ LOG_CONTENT: '1' });
    await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }));
    expect(lines.join('')).toMatch(/"question":"What is confidential7[^"]*","answer":"[^"]*confidential7/);
  });
});

describe('metrics', () => {
  test('are for this machine and for who has the token', async () => {
    const { url } = await openApp({ METRICS_TOKEN: 'a-token-of-some-length' });
    const get = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers })).status;
    const far = { 'x-forwarded-for': '203.0.113.9' };
    expect(await get({})).toBe(200);
    expect(await get(far)).toBe(404);
    expect(await get({ ...far, authorization: 'Bearer a-token-of-some-lengti' })).toBe(404);
    expect(await get({ ...far, authorization: 'Bearer a-token-of-some-length' })).toBe(200);
  });
});

test('an operator switches warming off and on while it runs; questions go on', async () => {
  const file = join(folder, 'off');
  const { url } = await openApp({ WARMING_OFF_FILE: file });
  writeFileSync(file, '');
  await expect.poll(async () => (await warm(url)).reason, { timeout: 4_000 }).toBe('disabled');
  expect((await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }))).error).toBeUndefined();
  rmSync(file);
  await expect.poll(async () => (await warm(url)).status, { timeout: 4_000 }).toBe('warmed');
});

test('asks are limited by address: behind a trusted proxy by the one it names', async () => {
  const ask = async (url: string, from: string): Promise<number> => {
    const response = await fetch(`${url}/api/forewarm/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ prefix: REF, question: QUESTION }),
    });
    await response.text();
    return response.status;
  };
  const direct = await openApp({ ASKS_PER_MINUTE: '1' });
  expect([await ask(direct.url, '192.0.2.1'), await ask(direct.url, '192.0.2.2')]).toEqual([200, 429]);
  const behind = await openApp({ ASKS_PER_MINUTE: '1', TRUST_PROXY: '1' });
  expect([await ask(behind.url, '192.0.2.1'), await ask(behind.url, '192.0.2.2')]).toEqual([200, 200]);
  expect(await ask(behind.url, '192.0.2.1')).toBe(429);
  // The proxy puts the true one last: what a client adds before it counts for nothing.
  expect(await ask(behind.url, '198.51.100.7, 192.0.2.1')).toBe(429);
});

test('ready, degraded without Redis, and back', async () => {
  const redis = await startRedis();
  closers.push(() => redis.close());
  const { url } = await openApp({ REDIS_URL: redis.url });
  const ready = async (): Promise<unknown> => {
    const response = await fetch(`${url}/readyz`);
    return [response.status, ((await response.json()) as { status: string }).status];
  };
  await expect.poll(ready).toEqual([200, 'ready']);
  await redis.crash();
  await expect.poll(ready).toEqual([200, 'degraded']);
  expect((await warm(url)).status).toBe('warmed');
  expect((await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }))).error).toBeUndefined();
  await redis.restart();
  await expect.poll(ready, { timeout: 8_000 }).toEqual([200, 'ready']);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

describe('stop', () => {
  test('an answer under way arrives whole, and nothing new begins', async () => {
    const { url, stop: end } = await openApp({ SIMULATOR_TIME_SCALE: '0.02' });
    const answer = http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION });
    const events = answer[Symbol.asyncIterator]();
    const first = await events.next();
    const ended = end();
    const rest = await collect({ [Symbol.asyncIterator]: () => events });
    expect([first.done, rest.error, rest.events.at(-1)?.type]).toEqual([false, undefined, 'finish']);
    await ended;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  test('one that takes too long ends with an error that can be retried', async () => {
    const { url, stop: end } = await openApp({ SIMULATOR_TIME_SCALE: '1', DRAIN_SECONDS: '0.05' });
    const answer = collect(http({ url: `${url}/api/forewarm`, resumeDelaysMs: [] }).ask(REF, { question: QUESTION }));
    await expect
      .poll(async () => /forewarm_streams\{[^}]*\} 1/.test(await (await fetch(`${url}/metrics`)).text()))
      .toBe(true);
    await end();
    expect((await answer).error).toMatchObject({ code: 'stream-cut', retryable: true });
  });
});

test('pages and answers carry headers that keep them to themselves', async () => {
  const { url } = await openApp();
  const headers = Object.fromEntries((await fetch(`${url}/api/info`)).headers);
  expect(headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self';style-src 'self'/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(headers).not.toHaveProperty('x-powered-by');
  const answer = await fetch(`${url}/api/forewarm/ask`, { method: 'POST' });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});
