import { describe, expect, it } from 'vitest';
import { block, MODEL, start, textOf } from '../../test/start.js';
import { createSimulator, fakeClock, type CacheReport } from '../index.js';

const warm = {
  model: MODEL,
  max_tokens: 0,
  system: [block(textOf(2000), '5m')],
  messages: [{ role: 'user' as const, content: '.' }],
};

describe('GET /__cache', () => {
  it('tells entries, hits, who wrote them and when they end', async () => {
    const clock = fakeClock(1_000_000);
    const { client, simulator, url } = await start({ clock, keepBodies: true });
    await client.messages.create(warm);
    await clock.advance(60_000);
    await client.messages.create({ ...warm, max_tokens: 3 });
    const report = (await (await fetch(`${url}/__cache`)).json()) as CacheReport;
    expect(report).toMatchObject({
      now: 1_060_000,
      entries: [
        {
          path: 'system.0',
          model: MODEL,
          tokens: 2000,
          ttl: '5m',
          hits: 1,
          writtenBy: simulator.requests[0]?.id,
          writtenAt: 1_000_000,
          expiresAt: 1_060_000 + 5 * 60_000,
        },
      ],
      requests: [
        { outcome: 'hit', maxTokens: 3, usage: { read: 2000, write: 0, output: 3 } },
        { outcome: 'miss', maxTokens: 0, usage: { read: 0, write: 2000, writes: { '5m': 2000 } } },
      ],
      totals: { requests: 2, hits: 1, partials: 0, misses: 1, read: 2000, written: 2000, waiting: 0 },
    });
    expect(JSON.stringify(report)).not.toContain('about nothing much');
    await clock.advance(5 * 60_000);
    expect(((await (await fetch(`${url}/__cache`)).json()) as CacheReport).entries).toEqual([]);
  });

  it('is a page for a browser, and does not count as a request', async () => {
    const { simulator, url } = await start();
    const html = { headers: { accept: 'text/html,*/*' } };
    for (const path of ['/', '/__cache', '/__cache/ui']) {
      const response = await fetch(url + path, html);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toContain('<title>Prompt cache</title>');
    }
    expect(simulator.requests).toEqual([]);
  });

  it('drops entries, of one workspace or all, when it is told to', async () => {
    const { client, simulator, url } = await start({ keys: { a: 'one', b: 'two' } });
    for (const apiKey of ['a', 'b']) await client.withOptions({ apiKey }).messages.create(warm);
    expect((await fetch(`${url}/__cache?workspace=one`, { method: 'DELETE' })).status).toBe(204);
    expect(simulator.entries().map(({ workspace }) => workspace)).toEqual(['two']);
    await fetch(`${url}/__cache`, { method: 'DELETE' });
    expect(simulator.entries()).toEqual([]);
    expect((await fetch(`${url}/__cache`, { method: 'POST' })).status).toBe(405);
  });
});

describe('the record of a request', () => {
  it('is given to onRequest once, when it has ended, however it ends', async () => {
    const seen: [string | undefined, number | undefined, boolean][] = [];
    const { client } = await start({
      onRequest: ({ outcome, status, endedAt }) => {
        seen.push([outcome, status, endedAt !== undefined]);
      },
    });
    await client.messages.create(warm);
    await client.messages.stream({ ...warm, max_tokens: 5 }).finalMessage();
    await client.messages.create({ ...warm, messages: [] }).catch(() => undefined);
    expect(seen).toEqual([
      ['miss', 200, true],
      ['hit', 200, true],
      [undefined, 400, true],
    ]);
  });

  it('tells equal bodies by their hash', async () => {
    const simulator = createSimulator({ latency: 'none' });
    for (const content of ['a', 'b', 'a']) {
      await simulator.fetch('http://simulator/v1/messages', {
        method: 'POST',
        headers: { 'anthropic-version': '2026-10-21' },
        body: JSON.stringify({ ...warm, messages: [{ role: 'user', content }] }),
      });
    }
    const [a, b, c] = simulator.requests.map(({ bodyHash }) => bodyHash);
    expect(a).toBe(c);
    expect(a).not.toBe(b);
  });
});
