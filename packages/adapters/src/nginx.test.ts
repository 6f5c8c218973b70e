import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { type Adapter, type AskEvent, definePrefix, type Prefix } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect, type Gateway, type GatewayOptions, type Nginx, openGateway, startNginx } from '@forewarm/testing';
import { chatWire, messagesWire, responsesWire, type Wire } from '@forewarm/testing/conformance';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { aiSdk } from './ai-sdk.js';
import { anthropic } from './anthropic.js';
import { openaiCompatible } from './openai-compatible.js';
import { openai } from './openai.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const apiKey = 'key';
const maxRetries = 0;

const ADAPTERS: readonly (readonly [name: string, model: string, Wire, (url: string) => Adapter<Prefix>])[] = [
  [
    'anthropic',
    'claude-sonnet-4-6',
    messagesWire,
    (baseURL) => anthropic({ client: new Anthropic({ baseURL, apiKey, maxRetries }) }),
  ],
  [
    'openai',
    'gpt-5.6',
    responsesWire,
    (url) => openai({ client: new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries }) }),
  ],
  [
    'openai-compatible',
    'qwen3',
    chatWire,
    (url) => openaiCompatible({ client: new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries }) }),
  ],
  [
    'ai-sdk',
    'claude-sonnet-4-6',
    messagesWire,
    (url) => aiSdk({ model: createAnthropic({ baseURL: `${url}/v1`, apiKey }), maxTokens: 4096 }),
  ],
];

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** Adapter → nginx, buffering → gateway → simulator. */
async function setup(
  options: Partial<GatewayOptions> = {},
  nginxOptions: Parameters<typeof startNginx>[1] = {},
): Promise<{ gateway: Gateway; nginx: Nginx }> {
  const simulator = createSimulator({ latency: 'none' });
  const gateway = await openGateway({ upstream: (request) => simulator.fetch(request), ...options });
  opened.push(gateway);
  const nginx = await startNginx(gateway.url, nginxOptions);
  opened.push(nginx);
  return { gateway, nginx };
}

describe.each(ADAPTERS)('%s behind an nginx that buffers', (_name, model, wire, adapterAt) => {
  const prefix = definePrefix({ model, system: CONTEXT });
  const question = 'What is said of topic7?';

  const errorsOf = async (adapter: Adapter<Prefix>, on = prefix): Promise<unknown[]> => {
    const { error } = await collect(adapter.ask(on, { question }));
    return [error, await adapter.warm(on).catch((thrown: unknown) => thrown)];
  };

  test('warms, and the ask hits', async () => {
    const adapter = adapterAt((await setup()).nginx.url);
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed' });
    const { events, text, error } = await collect(adapter.ask(prefix, { question }));
    expect(error).toBeUndefined();
    expect(text).toContain('topic7');
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
  });

  test('an answer that is held back comes whole once it has ended', async () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { gateway, nginx } = await setup({
      intercept(request, response) {
        const frames = [...wire.answer(['Yes', ', much', '.'], true)];
        const half = frames.splice(0, frames.length - 3);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(half.join(''), () => (request.sent = 1));
        void released.then(() => response.end(frames.join('')));
        return true;
      },
    });
    const events: AskEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of adapterAt(nginx.url).ask(prefix, { question })) events.push(event);
    };
    const reading = read();
    await expect.poll(() => gateway.passed[0]?.sent).toBe(1);
    // Enough for unbuffered data to arrive: this test is about buffering.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(events).toEqual([]);
    release();
    await reading;
    expect(events.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe('Yes, much.');
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' });
  });

  test('whoever leaves is heeded through it', async () => {
    const { gateway, nginx } = await setup({ intercept: () => true });
    const stop = new AbortController();
    const answer = collect(adapterAt(nginx.url).ask(prefix, { question }, { signal: stop.signal }));
    await expect.poll(() => gateway.passed.length).toBe(1);
    stop.abort();
    expect((await answer).error).toBe(stop.signal.reason);
    await expect.poll(() => gateway.passed[0]!.closed).toBe(true);
  });

  test('its own pages are errors with their status and their title', async () => {
    const { gateway, nginx } = await setup();
    await gateway.close();
    for (const error of await errorsOf(adapterAt(nginx.url))) {
      expect(error).toMatchObject({ code: 'upstream', status: 502, retryable: true });
      expect((error as Error).message).toMatch(/a web page: 502 Bad Gateway$/);
    }
  });

  test('a body it finds too large is a prompt that is too long', async () => {
    const { nginx } = await setup();
    const large = definePrefix({ model, system: 'Much text. '.repeat(200_000) });
    for (const error of await errorsOf(adapterAt(nginx.url), large)) {
      expect(error).toMatchObject({ code: 'prompt-too-long', status: 413, retryable: false });
    }
  });

  test('a backend it has waited for in vain is a timeout', async () => {
    const { nginx } = await setup({ intercept: () => true }, { readTimeoutS: 1 });
    for (const error of await errorsOf(adapterAt(nginx.url))) {
      expect(error).toMatchObject({ code: 'timeout', status: 504, retryable: true });
    }
  });
});
