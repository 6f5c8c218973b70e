import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http } from '@forewarm/adapters/http';
import { collect, startRedis } from '@forewarm/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { openLog } from './seen/log.js';
import { httpServer } from './serve.js';
import { openShared } from './shared.js';
import { stop } from './stop.js';
import { openUpstream } from './upstream.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Contexts of a few words, so that a test reads quickly. */
const folder = mkdtempSync(join(tmpdir(), 'forewarm-app-'));
const WORDS = Array.from({ length: 2_000 }, (_, n) => `int confidential${n};`).join('\n');
writeFileSync(join(folder, 'btree.h'), WORDS);
writeFileSync(join(folder, 'btree.c'), WORDS);
afterAll(() => rmSync(folder, { recursive: true }));
const REF = { id: 'sqlite-btree' };
const QUESTION = 'What is confidential7, asked the curious person?';

interface Opened {
  readonly url: string;
  readonly lines: string[];
  readonly stop: () => Promise<void>;
}

async function openApp(env: Record<string, string> = {}): Promise<Opened> {
  const config = readConfig({ SIMULATOR_TIME_SCALE: '0', CONTEXT_DIR: folder, LOG_LEVEL: 'trace', ...env });
  const lines: string[] = [];
  const log = openLog(config, { write: (line: string) => void lines.push(line) });
  const upstream = await openUpstream(config.upstream);
  const shared = openShared(config, () => null);
  const { express, handler, health } = createApp(config, upstream, shared, log);
  const server = httpServer(express).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    shared.close();
    await upstream.close();
  };
  let stopped: Promise<void> | null = null;
  const stopOnce = (): Promise<void> => (stopped ??= stop({ server, handler, health, drainMs: config.drainMs, close }));
  closers.push(stopOnce);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, stop: stopOnce };
}

const warm = async (url: string): Promise<{ status: string; reason?: string }> =>
  (await fetch(`${url}/api/forewarm/warm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'session=tasty' },
    body: JSON.stringify({ prefix: REF }),
  }).then((response) => response.json())) as { status: string };

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
  test('hold every figure the dashboard draws', async () => {
    const { url } = await openApp({ RATES: '3,0.3,3.75,15', METRICS_TOKEN: 'a-token-of-some-length' });
    await warm(url);
    await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }));
    const text = await (await fetch(`${url}/metrics`)).text();
    const names = new Set(Array.from(text.matchAll(/^([a-z_][\w]*)/gm), ([name]) => name));
    const dashboard = readFileSync(new URL('../../../docs/grafana/forewarm.json', import.meta.url), 'utf8');
    const drawn = new Set(
      Array.from(dashboard.matchAll(/\b(?:forewarm|gen_ai|nodejs|process)_\w+/g), ([name]) => name),
    );
    expect(drawn.size).toBeGreaterThan(8);
    // What has not happened yet has no series.
    const notYet = /^forewarm_(troubles_total|ask_wait_bucket)$/;
    const labels = new Set(Array.from(text.matchAll(/[{,]([a-z_]+)=/g), ([, name]) => name));
    const missing = [...drawn].filter((name) => !names.has(name) && !labels.has(name) && !notYet.test(name));
    expect(missing.toSorted()).toEqual(['forewarm_reason', 'forewarm_timed_out', 'forewarm_trouble']);
    expect(text).toMatch(/forewarm_warms_total\{[^}]*forewarm_result="wrote"[^}]*\} 1/);
  });

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
