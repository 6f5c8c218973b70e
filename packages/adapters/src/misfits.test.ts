import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { type Adapter, type Prefix, ForewarmClient } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { aiSdk } from './ai-sdk.js';
import { anthropic } from './anthropic.js';
import { openaiCompatible } from './openai-compatible.js';
import { openai } from './openai.js';

const key = { apiKey: 'k' };

describe.each<[string, Adapter<Prefix>]>([
  ['anthropic', anthropic({ client: new Anthropic(key) })],
  ['openai', openai({ client: new OpenAI(key) })],
  ['openaiCompatible', openaiCompatible({ client: new OpenAI(key) })],
  ['aiSdk', aiSdk({ model: createAnthropic(key) })],
])('%s given what is no prefix', (name, adapter) => {
  const named = { id: 'doc' } as never as Prefix;

  test('says that a name belongs to http, by itself and in a cache', async () => {
    const cache = new ForewarmClient({ adapter });
    const thrown = [
      await adapter.warm(named).catch((error: unknown) => error),
      (await collect(adapter.ask(named, { question: 'Q' }))).error,
      (await collect(cache.ask(named, { question: 'Q' }))).error,
    ];
    for (const error of thrown) {
      expect(error).toMatchObject({ code: 'invalid-option' });
      expect((error as Error).message).toMatch(
        new RegExp(`^${name}: prefix is { id: "doc" }.*definePrefix.*http\\(\\)`),
      );
    }
    expect(await cache.warm(named)).toMatchObject({ status: 'failed', error: { code: 'invalid-option' } });
  });

  test.each([undefined, null, 'doc', { model: 'm', system: 'A look-alike.' }])('names it: %j', async (given) => {
    await expect(adapter.warm(given as never)).rejects.toThrow(
      new RegExp(`^${name}: prefix is .* must be made by definePrefix`),
    );
  });
});
