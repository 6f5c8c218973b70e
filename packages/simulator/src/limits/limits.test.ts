import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { MODEL, start, textOf } from '../../test/start.js';
import { fakeClock } from '../index.js';
import { TokenBucket } from './tokenBucket.js';

const ask: Anthropic.MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 40,
  messages: [{ role: 'user', content: 'Hello' }],
};

describe('a token bucket', () => {
  it('refills steadily, no further than full, and says how long to wait', () => {
    const bucket = new TokenBucket(600, 0);
    bucket.take(600, 0);
    expect(bucket.wait(1, 0)).toBe(100);
    expect(bucket.level(30_000)).toBe(300);
    expect(bucket.untilFull(30_000)).toBe(30_000);
    expect(bucket.level(10 * 60_000)).toBe(600);
    bucket.take(900, 60_000);
    expect(bucket.level(60_000)).toBe(-300);
  });

  it('makes what never fits wait for good', () => {
    const bucket = new TokenBucket(600, 0);
    expect(bucket.wait(601, 0)).toBeGreaterThan(0);
    expect(bucket.wait(600, 0)).toBe(0);
  });
});

describe('limits', () => {
  it('are reported on every answer, and their refusals too', async () => {
    const clock = fakeClock(Date.UTC(2026, 10, 23));
    const { client } = await start({
      clock,
      limits: { requestsPerMinute: 2, inputTokensPerMinute: 1000, outputTokensPerMinute: 60 },
    });
    const { response, data } = await client.messages.create(ask).withResponse();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'anthropic-ratelimit-requests-limit': '2',
      'anthropic-ratelimit-requests-remaining': '1',
      'anthropic-ratelimit-requests-reset': '2026-11-23T00:00:30Z',
      'anthropic-ratelimit-input-tokens-limit': '1000',
      'anthropic-ratelimit-output-tokens-remaining': String(60 - data.usage.output_tokens),
    });
    await client.messages.stream(ask).finalMessage();
    const refusal = client.messages.create(ask);
    await expect(refusal).rejects.toMatchObject({
      status: 429,
      apiMessage: expect.stringContaining('2 requests per minute'),
    });
    const headers = await refusal.catch((error: { headers?: Headers }) => error.headers);
    expect(headers instanceof Headers && headers.get('retry-after')).toBe('30');
  });

  it('count by model and by workspace', async () => {
    const { client } = await start({ clock: fakeClock(), limits: { requestsPerMinute: 1 } });
    await client.messages.create(ask);
    await client.messages.create({ ...ask, model: 'claude-opus-4-8' });
    await client.withOptions({ apiKey: 'another' }).messages.create(ask);
    await expect(client.messages.create(ask)).rejects.toMatchObject({ status: 429 });
  });

  it('take nothing for what they refuse', async () => {
    const { client } = await start({ clock: fakeClock(), limits: { inputTokensPerMinute: 500 } });
    const long = { ...ask, system: textOf(600) };
    await expect(client.messages.create(long)).rejects.toMatchObject({ status: 429 });
    const { response } = await client.messages.create(ask).withResponse();
    expect(Number(response.headers.get('anthropic-ratelimit-input-tokens-remaining'))).toBeGreaterThan(480);
  });

  it('let a client through that waits as it is told', async () => {
    const { client, simulator } = await start({ limits: { requestsPerMinute: 6_000 } });
    await Promise.all(Array.from({ length: 20 }, () => client.messages.create(ask)));
    expect(simulator.requests.every(({ status }) => status === 200)).toBe(true);
  });
});
