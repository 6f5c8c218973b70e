import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { definePrefix, type ForewarmError } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';
import { collect, type Gateway, openGateway } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { anthropic } from '../anthropic.js';
import { bedrock, bedrockWire, frame } from '../conformance/hosts/bedrock.js';
import { vertex } from '../conformance/hosts/vertex.js';

/** What the conformance suite leaves out: each cloud's names of models, keys and errors. */
const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const question = 'What is said of topic7?';

const opened: Gateway[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((gateway) => gateway.close()));
});

async function open(options: Parameters<typeof openGateway>[0]): Promise<Gateway> {
  const gateway = await openGateway(options);
  opened.push(gateway);
  return gateway;
}

describe('Bedrock', () => {
  const model = 'us.anthropic.claude-sonnet-4-6-v1:0';
  const prefix = definePrefix({ model, system: CONTEXT });

  test('is warmed and asked by its own name of the model, and with one of its API keys', async () => {
    const simulator = createSimulator({ latency: 'none', keys: { 'bedrock-key': 'workspace' } });
    const { url, passed } = await open({ upstream: bedrock((request) => simulator.fetch(request)) });
    const client = new AnthropicBedrock({ baseURL: url, awsRegion: 'us-east-1', apiKey: 'bedrock-key', maxRetries: 0 });
    const adapter = anthropic({ client });
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', method: 'zero-tokens' });
    expect((await collect(adapter.ask(prefix, { question }))).events.at(-1)).toMatchObject({ outcome: 'hit' });
    expect(passed.map(({ path }) => decodeURIComponent(path))).toEqual([
      `/model/${model}/invoke`,
      `/model/${model}/invoke-with-response-stream`,
    ]);
  });

  test.each([
    ['validationException', { code: 'invalid-request', retryable: false }],
    ['throttlingException', { code: 'rate-limited', retryable: true }],
    ['serviceUnavailableException', { code: 'overloaded', retryable: true }],
    ['modelTimeoutException', { code: 'timeout', retryable: true }],
    ['modelStreamErrorException', { code: 'upstream', retryable: true }],
    ['internalServerException', { code: 'upstream', retryable: true }],
  ])('a %s within a stream is typed, before the first word and after it', async (name, expected) => {
    const exception = frame(
      { ':message-type': 'exception', ':exception-type': name, ':content-type': 'application/json' },
      { message: 'in Bedrock’s own words' },
    );
    for (const pieces of [[], ['Half of it']]) {
      const { url } = await open({
        upstream: () => Promise.reject(new Error('It is intercepted.')),
        intercept(_request, response) {
          const events = pieces.length === 0 ? [] : [...bedrockWire.answer(pieces, false)];
          response.writeHead(200, { 'content-type': bedrockWire.contentType });
          response.end(Buffer.concat([...events.map((event) => bedrockWire.encode!(event)), exception]));
          return true;
        },
      });
      const client = new AnthropicBedrock({ baseURL: url, awsRegion: 'us-east-1', apiKey: 'key', maxRetries: 0 });
      const { error, text } = await collect(anthropic({ client }).ask(prefix, { question }));
      expect(error).toMatchObject(expected);
      expect((error as ForewarmError).message).toContain('in Bedrock’s own words');
      expect(text).toBe(pieces.join(''));
    }
  });

  test('a machine without credentials is told as one, and nothing is sent', async () => {
    const { url, passed } = await open({ upstream: () => Promise.reject(new Error('Nothing is to be sent.')) });
    const none = (): Promise<never> => Promise.reject(new Error('Could not load credentials from any providers'));
    const client = new AnthropicBedrock({
      baseURL: url,
      awsRegion: 'us-east-1',
      providerChainResolver: () => Promise.resolve(none),
      maxRetries: 0,
    });
    const { error } = await collect(anthropic({ client }).ask(prefix, { question }));
    expect(error).toMatchObject({ code: 'unauthorized', retryable: false });
    expect(passed).toEqual([]);
  });
});

describe('Vertex', () => {
  const model = 'claude-sonnet-4-6@20260217';
  const prefix = definePrefix({ model, system: CONTEXT });
  const clientOf = (baseURL: string, headers: () => Promise<Headers>): AnthropicVertex =>
    new AnthropicVertex({
      baseURL: `${baseURL}/v1`,
      region: 'global',
      projectId: 'project',
      authClient: { getRequestHeaders: headers } as never,
      maxRetries: 0,
    });
  const withToken = (): Promise<Headers> => Promise.resolve(new Headers({ authorization: 'Bearer token' }));

  test('is warmed and asked by its own name of the model', async () => {
    const simulator = createSimulator({ latency: 'none', keys: { token: 'workspace' } });
    const { url, passed } = await open({ upstream: vertex((request) => simulator.fetch(request)) });
    const adapter = anthropic({ client: clientOf(url, withToken) });
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', method: 'zero-tokens' });
    expect((await collect(adapter.ask(prefix, { question }))).events.at(-1)).toMatchObject({ outcome: 'hit' });
    expect(passed.map(({ path }) => decodeURIComponent(path))).toEqual([
      `/v1/projects/project/locations/global/publishers/anthropic/models/${model}:rawPredict`,
      `/v1/projects/project/locations/global/publishers/anthropic/models/${model}:streamRawPredict`,
    ]);
  });

  test.each([
    ['by itself', (error: object) => error],
    ['in a list', (error: object) => [error]],
  ])('an error as Google writes it, %s, is told in its words', async (_form, write) => {
    const { url } = await open({
      upstream: () => Promise.reject(new Error('It is intercepted.')),
      intercept(_request, response) {
        const error = { code: 429, message: 'Quota exceeded for aiplatform.', status: 'RESOURCE_EXHAUSTED' };
        response.writeHead(429, { 'content-type': 'application/json' });
        response.end(JSON.stringify(write({ error })));
        return true;
      },
    });
    const { error } = await collect(anthropic({ client: clientOf(url, withToken) }).ask(prefix, { question }));
    expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryable: true });
    expect((error as ForewarmError).message).toMatch(/\(429\): Quota exceeded for aiplatform\.$/);
  });

  test('a machine without credentials is told as one, and nothing is sent', async () => {
    const { url, passed } = await open({ upstream: () => Promise.reject(new Error('Nothing is to be sent.')) });
    const none = (): Promise<never> => Promise.reject(new Error('Could not load the default credentials.'));
    const { error } = await collect(anthropic({ client: clientOf(url, none) }).ask(prefix, { question }));
    expect(error).toMatchObject({ code: 'unauthorized', retryable: false });
    expect(passed).toEqual([]);
  });
});
