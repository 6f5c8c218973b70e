import { createAnthropic } from '@ai-sdk/anthropic';
import { aiSdk } from '@forewarm/adapters/ai-sdk';
import { http } from '@forewarm/adapters/http';
import { definePrefix, type ForewarmEvent, type PrefixRef, ForewarmClient } from '@forewarm/core';
import { warmedTransport } from '@forewarm/react/ai-sdk';
import { createHandler } from '@forewarm/server';
import { createSimulator } from '@forewarm/simulator';
import { openGateway } from '@forewarm/testing';
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai';
import { afterEach, expect, test } from 'vitest';
import { searchRoute } from './form/searchRoute.js';
import { chatRoute } from './useChat/chatRoute.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const docs = definePrefix({
  model: 'claude-sonnet-4-6',
  system: Array.from({ length: 600 }, (_, n) => `Line ${n} of the manual speaks of topic${n % 37}.`).join('\n'),
});

/** The server of both recipes, over real HTTP to the simulator, and a page's cache that is warmed by it. */
async function setup() {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request) });
  opened.push(gateway);
  const llm = aiSdk({ model: createAnthropic({ baseURL: `${gateway.url}/v1`, apiKey: 'key' }) });
  const handler = createHandler({ adapter: llm, prefixes: { docs } });
  const events: ForewarmEvent[] = [];
  const adapter = http({ url: 'http://handler', fetch: (request) => handler(request) });
  const page = new ForewarmClient<PrefixRef>({ adapter, onEvent: (event) => void events.push(event) });
  return { simulator, llm, handler, page, events };
}

test('the chat’s own route hits on all of five turns, and the page sees it', async () => {
  const { simulator, llm, handler, page, events } = await setup();
  const route = chatRoute(handler, llm, docs);
  const prefix = { id: 'docs' };
  const inner = new DefaultChatTransport({
    api: 'http://app/chat',
    fetch: (url, init) => route(new Request(url, init)),
  });
  const transport = warmedTransport(() => ({ client: page, prefix, transport: inner }));
  const messages: UIMessage[] = [];
  await page.warm(prefix);
  expect(page.status(prefix)).toMatchObject({ status: 'fresh' });
  for (const n of [1, 2, 3, 4, 5]) {
    messages.push({ id: `q${n}`, role: 'user', parts: [{ type: 'text', text: `What is said of topic${n}?` }] });
    const sent = { trigger: 'submit-message' as const, chatId: 'c', messageId: undefined, abortSignal: undefined };
    const stream = await transport.sendMessages({ ...sent, messages: [...messages] });
    let answer: UIMessage | undefined;
    for await (const message of readUIMessageStream({ stream })) answer = message;
    messages.push(answer!);
  }
  expect(simulator.requests.map(({ outcome }) => outcome)).toEqual([
    'miss',
    'hit',
    'partial',
    'partial',
    'partial',
    'partial',
  ]);
  const finished = events.flatMap((event) => (event.type === 'ask-finished' ? [event] : []));
  expect(finished).toHaveLength(5);
  expect(finished.every(({ usage }) => usage.cacheRead! > 4_000)).toBe(true);
  expect(events.map(({ type }) => type)).not.toContain('warm-unread');
});

test('the form’s own route hits, and the handler hears of the question', async () => {
  const { simulator, llm, handler, page, events } = await setup();
  const route = searchRoute(handler, llm, docs);
  await page.warm({ id: 'docs' });
  const answered = page.asked({ id: 'docs' });
  const body = new FormData();
  body.set('q', 'What is said of topic7?');
  const response = await route(new Request('http://app/search', { method: 'POST', body }));
  const { text, usage } = await response.json();
  answered({ usage });
  expect(text).toContain('topic7');
  expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'hit']);
  expect(events.at(-1)).toMatchObject({ type: 'ask-finished', outcome: 'hit' });
});
