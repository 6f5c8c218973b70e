import { definePrefix, extendPrefix } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import { describeAdapter, type PrefixParts } from '@forewarm/testing/conformance';
import type { Prefix } from '@forewarm/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CORPUS } from './corpus.js';
import { llama } from './llama.js';
import { type Engine, openEngine } from './open.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine(CORPUS);
});
afterAll(() => engine.close());

const prefixOf = ({ turns = [], ...parts }: PrefixParts): Prefix =>
  extendPrefix(definePrefix({ model: 'random', ...parts }), turns);

describeAdapter(
  'node-llama-cpp (the guide’s kind, on a real engine)',
  async () => ({
    adapter: llama({ sequence: await engine.clear(), maxTokens: 8 }),
    prefix: prefixOf,
    requests: [],
    close: () => Promise.resolve(),
  }),
  {
    cannot: {
      requests: 'the engine runs in this process: there is no wire',
      situations: 'the engine is what it is',
      sense: 'its weights are random',
    },
  },
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
