import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { http } from '@forewarm/adapters/http';
import { collect, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
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

  test('names the client as far as the proxies are trusted', async () => {
    const addressOf = async (env: Record<string, string>): Promise<string> => {
      const { url, lines } = await openApp(env);
      await fetch(`${url}/api/info`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
      await expect.poll(() => lines.join('')).toContain('"address"');
      return /"address":"([^"]+)"/.exec(lines.join(''))![1]!;
    };
    expect([await addressOf({}), await addressOf({ TRUST_PROXY: '1' })]).toEqual(['127.0.0.1', '192.0.2.1']);
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

test('an operator switches warming off and on for all instances by a key in Redis', async () => {
  const redis = await startRedis();
  closers.push(() => redis.close());
  const urls = [await openApp({ REDIS_URL: redis.url }), await openApp({ REDIS_URL: redis.url })].map(({ url }) => url);
  const client = new Redis(redis.url);
  closers.push(async () => client.disconnect());
  await client.set('forewarm:off', '1');
  const all = (): Promise<(string | undefined)[]> => Promise.all(urls.map(async (url) => (await warm(url)).reason));
  await expect.poll(all, { timeout: 4_000 }).toEqual(['disabled', 'disabled']);
  await client.del('forewarm:off');
  await expect.poll(all, { timeout: 4_000 }).toEqual([undefined, undefined]);
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

  test('until the last answer has ended it says that it stops, and sends people elsewhere', async () => {
    const { url, stop: end } = await openApp({ SIMULATOR_TIME_SCALE: '0.2', DRAIN_SECONDS: '20' });
    const leave = new AbortController();
    const answer = http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }, { signal: leave.signal });
    const events = answer[Symbol.asyncIterator]();
    await events.next();
    const ended = end();
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json(), ready.headers.get('connection')]).toEqual([
      503,
      { status: 'stopping' },
      'close',
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await warm(url)).toMatchObject({ status: 'skipped', reason: 'draining' });
    const refused = await fetch(`${url}/api/forewarm/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: REF, question: QUESTION }),
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    leave.abort();
    await expect(events.next()).rejects.toThrow('aborted');
    await ended;
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

test('what can’t be read or is not there is told in words of ours, without a stack or a path of this machine', async () => {
  const { url } = await openApp();
  const cases: [string, number][] = [
    ['/api/contexts/%ff', 400],
    ['/assets/%', 404],
    ['/assets/..%2f..%2fpackage.json', 404],
    ['/%00', 404],
    ['/nothing', 404],
  ];
  for (const [path, status] of cases) {
    const response = await fetch(`${url}${path}`);
    const text = await response.text();
    expect([path, response.status, Object.keys(JSON.parse(text))]).toEqual([path, status, ['error']]);
    expect(text).not.toMatch(/node_modules|\.[jt]s\b|URIError|\\n\s+at /);
  }
});

test('the key is in no answer and no line of the log, even where the model repeats it', async () => {
  const key = 'sk-ant-api03-a-key-of-some-length-0123456789';
  const engine = createServer((req, res) => {
    const sent = String(req.headers['x-api-key']);
    res.writeHead(401, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ type: 'error', error: { type: 'authentication_error', message: `invalid key ${sent}` } }));
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  closers.push(async () => void engine.close());
  const base = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const { url, lines } = await openApp({ ANTHROPIC_BASE_URL: base, ANTHROPIC_API_KEY: key, LOG_CONTENT: '1' });
  const told = [JSON.stringify(await warm(url))];
  for (const path of ['/api/forewarm/ask', '/api/info', '/metrics', '/readyz', `/api/contexts/${REF.id}`]) {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: REF, question: QUESTION }),
    };
    told.push(await (await fetch(`${url}${path}`, path.endsWith('ask') ? init : {})).text());
  }
  expect(told.join('')).toContain('"code":"unauthorized"');
  expect([...told, ...lines].filter((text) => text.includes(key.slice(0, 20)))).toEqual([]);
});
