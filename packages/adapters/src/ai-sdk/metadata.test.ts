import { createAnthropic } from '@ai-sdk/anthropic';
import { type Adapter, definePrefix, type ForewarmEvent, type PrefixRef, ForewarmClient } from '@forewarm/core';
import { fromUiChunks } from '@forewarm/core/kit';
import { createSimulator } from '@forewarm/simulator';
import { openGateway } from '@forewarm/testing';
import { streamText } from 'ai';
import { afterEach, expect, test } from 'vitest';
import { aiSdk, forewarmMetadata } from '../ai-sdk.js';
import { readEventStream } from '../http/eventStream.js';

const prefix = definePrefix({
  model: 'claude-sonnet-4-6',
  system: Array.from({ length: 600 }, (_, n) => `Line ${n} speaks of topic${n % 37}.`).join('\n'),
});
const messages = [{ role: 'user' as const, content: 'What is said of topic7?' }];

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Setting {
  /** Warms for itself, and records events. */
  readonly server: ForewarmClient<typeof prefix>;
  readonly serverEvents: ForewarmEvent[];
  /** Warmed by the server. */
  readonly page: ForewarmClient<PrefixRef>;
  readonly pageEvents: ForewarmEvent[];
  readonly route: (how: 'by the kit' | 'by hand') => Response;
}

async function setup(): Promise<Setting> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request) });
  opened.push(gateway);
  const provider = createAnthropic({ baseURL: `${gateway.url}/v1`, apiKey: 'key' });
  const llm = aiSdk({ model: provider });
  const serverEvents: ForewarmEvent[] = [];
  const pageEvents: ForewarmEvent[] = [];
  const server = new ForewarmClient({ adapter: llm, onEvent: (event) => void serverEvents.push(event) });
  const byServer: Pick<Adapter<PrefixRef>, 'name' | 'warm' | 'ask'> = {
    name: 'server',
    warm: () => llm.warm(prefix),
    ask: () => {
      throw new Error('This page asks by its own route.');
    },
  };
  const page = new ForewarmClient<PrefixRef>({ adapter: byServer, onEvent: (event) => void pageEvents.push(event) });
  const route: Setting['route'] = (how) => {
    const result =
      how === 'by the kit'
        ? streamText({ ...llm.promptOf(prefix, { messages }) })
        : streamText({ model: provider(prefix.model), system: JSON.stringify(prefix.system), messages });
    return result.toUIMessageStreamResponse({ messageMetadata: forewarmMetadata(prefix, { client: server }) });
  };
  return { server, serverEvents, page, pageEvents, route };
}

async function chat({ page, route }: Setting, how: 'by the kit' | 'by hand'): Promise<void> {
  const open = () => fromUiChunks(readEventStream(route(how), new AbortController().signal));
  for await (const event of page.follow({ id: 'docs' }, open)) void event;
}
const types = (events: readonly ForewarmEvent[]): string[] => events.map(({ type }) => type);

test('the page and the server see the hit of a chat by its own route', async () => {
  const it = await setup();
  await it.server.warm(prefix);
  await it.page.warm({ id: 'docs' });
  await chat(it, 'by the kit');
  for (const events of [it.serverEvents, it.pageEvents]) {
    const finished = events.find(({ type }) => type === 'ask-finished');
    expect(finished).toMatchObject({ outcome: 'hit', usage: { cacheRead: expect.any(Number), cacheWrite: 0 } });
    expect(types(events)).not.toContain('warm-unread');
    expect(types(events)).not.toContain('prefix-drifted');
  }
  expect(it.page.status({ id: 'docs' })).toMatchObject({ status: 'fresh' });
});

test('a route that renders the prefix by hand reads nothing, and both say so', async () => {
  const it = await setup();
  await it.server.warm(prefix);
  await it.page.warm({ id: 'docs' });
  await chat(it, 'by hand');
  for (const events of [it.serverEvents, it.pageEvents]) {
    expect(events.at(-1)).toMatchObject({ type: 'warm-unread', usage: { cacheRead: 0 } });
  }
});

test('a server is told at once, so that its warms are not wasted, and only of the first of several steps', async () => {
  const it = await setup();
  const metadata = forewarmMetadata(prefix, { client: it.server });
  expect(metadata({ part: { type: 'text-delta' } })).toBeUndefined();
  expect(metadata({ part: { type: 'start' } })).toEqual({ forewarm: { hash: prefix.hash } });
  expect(types(it.serverEvents)).toEqual(['ask-started']);
  const step = (cacheReadTokens: number) => ({
    type: 'finish-step',
    usage: { inputTokens: 900, outputTokens: 5, inputTokenDetails: { cacheReadTokens, cacheWriteTokens: 0 } },
  });
  const usage = { prompt: 900, cacheRead: 800, cacheWrite: 0, output: 5 };
  expect(metadata({ part: step(800) })).toEqual({
    forewarm: { hash: prefix.hash, usage, outcome: 'hit', ttlMs: 300_000 },
  });
  expect(metadata({ part: step(1) })).toBeUndefined();
  expect(metadata({ part: { type: 'finish' } })).toBeUndefined();
  expect(types(it.serverEvents)).toEqual(['ask-started', 'ask-finished']);
});

test('version 5’s flat counts and its provider metadata are read too', () => {
  const metadata = forewarmMetadata(prefix);
  const part = {
    type: 'finish-step',
    usage: { inputTokens: 900, outputTokens: 5, cachedInputTokens: 800 },
    providerMetadata: { anthropic: { cacheCreationInputTokens: 0 } },
  };
  const usage = { prompt: 900, cacheRead: 800, cacheWrite: 0, output: 5 };
  expect(metadata({ part })).toMatchObject({ forewarm: { usage, outcome: 'hit' } });
});
