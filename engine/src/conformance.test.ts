import { boundedFetch } from '@forewarm/adapters/backend';
import { openaiCompatible } from '@forewarm/adapters/openai-compatible';
import { definePrefix, extendPrefix, type Prefix } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import {
  chatWire,
  CONFORMANCE_KEY,
  describeAdapter,
  openBackend,
  type PrefixParts,
} from '@forewarm/testing/conformance';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CORPUS } from './corpus.js';
import { llama } from './llama.js';
import { type Engine, openEngine, SMALL } from './open.js';
import { recorded } from './recorded.js';
import { serveChat } from './serve.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine(CORPUS, SMALL);
});
afterAll(() => engine.close());

const prefixOf = ({ turns = [], ...parts }: PrefixParts): Prefix =>
  extendPrefix(definePrefix({ model: 'random', ...parts }), turns);

const cannot = {
  sense: 'its weights are random',
  'long prompts': 'its window is of 24,576 tokens',
  images: 'its model sees none',
};

describeAdapter(
  'llama.cpp (in the same process)',
  async () => {
    const { sequence, requests } = recorded(await engine.clear());
    return {
      adapter: llama({ sequence, maxTokens: 8 }),
      prefix: prefixOf,
      requests,
      close: () => Promise.resolve(),
    };
  },
  { cannot: { ...cannot, situations: 'the engine is what it is' } },
);

describeAdapter(
  'openai-compatible (llama.cpp)',
  async (situation) => {
    const serve = serveChat({
      sequence: await engine.clear(),
      key: situation.check === 'key' ? 'another-key' : CONFORMANCE_KEY,
      model: 'random',
      reportCache: situation.cacheFigures !== false,
    });
    const { url, passed, close } = await openBackend(situation, chatWire, serve);
    const client = new OpenAI({
      baseURL: `${url}/v1`,
      apiKey: CONFORMANCE_KEY,
      fetch: boundedFetch(),
      maxRetries: situation.retries ?? 0,
    });
    return { adapter: openaiCompatible({ client }), prefix: prefixOf, requests: passed, close };
  },
  { cannot },
);

test('the engine reads only what it has not read before', async () => {
  const adapter = llama({ sequence: await engine.clear(), maxTokens: 2 });
  const lines = Array.from({ length: 40 }, (_, n) => `Line ${n} of the context speaks of topic${n}.`).join('\n');
  const prefix = prefixOf({ system: lines });
  const warmed = await adapter.warm(prefix);
  const again = await adapter.warm(prefix);
  expect(again.usage).toMatchObject({ cacheRead: warmed.usage!.prompt });
  const { events } = await collect(adapter.ask(prefix, { question: 'What is said of topic7?' }));
  expect(events.at(-1)).toMatchObject({ outcome: 'hit', usage: { cacheRead: warmed.usage!.prompt } });
  const other = await adapter.warm(prefixOf({ system: `Other. ${lines}` }));
  expect(other.usage!.cacheRead).toBeLessThan(10);
});

test('who leaves while the engine reads frees it for the next, who goes on from what it had read', async () => {
  const sequence = await engine.clear();
  const adapter = llama({ sequence, maxTokens: 2 });
  const prefix = prefixOf({ system: 'Line of the context speaks. '.repeat(2_000) });
  const stop = new AbortController();
  const left = adapter.warm(prefix, { signal: stop.signal });
  await expect.poll(() => sequence.nextTokenIndex).toBeGreaterThan(0);
  stop.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  const warmed = await adapter.warm(prefix);
  expect(warmed.usage!.cacheRead).toBeGreaterThan(0);
  expect(warmed.usage!.cacheRead).toBeLessThan(warmed.usage!.prompt!);
});
