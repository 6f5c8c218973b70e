import { definePrefix, type Prefix, ForewarmClient } from '@forewarm/core';
import { expect, test } from 'vitest';
import { anthropic } from '../anthropic.js';
import { minimumOf } from './minimum.js';

test.each([
  ['claude-opus-5', 512],
  ['claude-sonnet-4-5', 1024],
  ['claude-sonnet-4-5-20250929', 1024],
  ['claude-haiku-4-5', 4096],
  ['claude-sonnet-4-5@20250929', 1024],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 1024],
  ['us.anthropic.claude-opus-4-7', 2048],
  ['eu.anthropic.claude-sonnet-4-50', null],
  ['claude-sonnet-4-50', null],
  ['llama-3', null],
])('%s caches from %s tokens on', (model, expected) => {
  expect(minimumOf(model)).toBe(expected);
});

test('a prefix that is clearly shorter is not sent at all; one that may be long enough is', async () => {
  let sent = 0;
  const create = async (): Promise<unknown> => {
    sent++;
    return {
      type: 'message',
      usage: { input_tokens: 3, cache_creation_input_tokens: 900, cache_read_input_tokens: 0 },
    };
  };
  const cache = new ForewarmClient<Prefix>({ adapter: anthropic({ client: { messages: { create } } }) });
  const prefix = (tokens: number): Prefix =>
    definePrefix({ model: 'claude-sonnet-4-6', system: 'word '.repeat((tokens * 4) / 5) });
  expect(await cache.warm(prefix(600))).toMatchObject({
    status: 'skipped',
    reason: 'below-minimum',
    retryAfterMs: null,
  });
  expect(sent).toBe(0);
  await cache.warm(prefix(800));
  expect(sent).toBe(1);
});
