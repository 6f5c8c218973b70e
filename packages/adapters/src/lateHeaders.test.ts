import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { type Adapter, definePrefix, type Prefix } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anthropic } from './anthropic.js';
import { openaiCompatible } from './openai-compatible.js';
import { openai } from './openai.js';

/** Accepts every request and sends nothing, not even headers. */
let silent: Server;
let url: string;
beforeAll(async () => {
  silent = createServer(() => null).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const common = { maxRetries: 0, timeout: 50 };
const authClient = { getRequestHeaders: () => Promise.resolve(new Headers({ authorization: 'Bearer token' })) };

test.each<[string, () => Adapter<Prefix>]>([
  ['anthropic', () => anthropic({ client: new Anthropic({ ...common, baseURL: url, apiKey: 'k' }) })],
  [
    'anthropic (Bedrock)',
    () => anthropic({ client: new AnthropicBedrock({ ...common, baseURL: url, awsRegion: 'us-east-1', apiKey: 'k' }) }),
  ],
  [
    'anthropic (Vertex)',
    () => {
      const host = { baseURL: url, region: 'global', projectId: 'p', authClient: authClient as never };
      return anthropic({ client: new AnthropicVertex({ ...common, ...host }) });
    },
  ],
  ['openai', () => openai({ client: new OpenAI({ ...common, baseURL: url, apiKey: 'k' }) })],
  ['openai-compatible', () => openaiCompatible({ client: new OpenAI({ ...common, baseURL: url, apiKey: 'k' }) })],
])('headers that never come end by the client’s own limit, as a timeout: %s', async (_name, make) => {
  const prefix = definePrefix({ model: 'claude-sonnet-4-6', system: 'Doc.' });
  const { error } = await collect(make().ask(prefix, { question: 'Q' }));
  const warmed = await make()
    .warm(prefix)
    .catch((thrown: unknown) => thrown);
  for (const each of [error, warmed]) expect(each).toMatchObject({ code: 'timeout', retryable: true });
});
