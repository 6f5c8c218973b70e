import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, MODEL, PATIENTLY, start, textOf } from '../test/start.js';
import { createSimulator, fakeClock, type SimulatorOptions } from './index.js';

const warm = {
  model: MODEL,
  max_tokens: 0,
  system: [block(textOf(2000), '5m')],
  messages: [{ role: 'user' as const, content: '.' }],
};
const ask = { ...warm, max_tokens: 50, messages: [{ role: 'user' as const, content: 'What is a line about?' }] };
const headers = { 'anthropic-version': '2026-10-21' };
const slow = { latency: { baseMs: 0, prefillMsPerToken: 0, decodeMsPerToken: 60_000 } };

describe('in process', () => {
  it("is the SDK's fetch", async () => {
    const { fetch } = createSimulator({ latency: 'none' });
    const client = new Anthropic({ apiKey: 'test', fetch });
    await client.messages.create(warm);
    expect((await client.messages.stream(ask).finalMessage()).usage.cache_read_input_tokens).toBe(2000);
  });

  it('takes what fetch takes', async () => {
    const simulator = createSimulator({ latency: 'none' });
    const init = { method: 'POST', headers, body: JSON.stringify(warm) };
    const url = 'http://simulator/v1/messages';
    const stream = new Blob([init.body]).stream();
    for (const answer of [
      simulator.fetch(url, init),
      simulator.fetch(new URL(url), init),
      simulator.fetch(new Request(url, init)),
      simulator.fetch(url, { ...init, body: stream }),
    ]) {
      expect((await answer).status).toBe(200);
    }
  });

  it('rejects with the reason it is aborted for, before the answer and within it', async () => {
    const clock = fakeClock();
    const simulator = createSimulator({
      clock,
      latency: { baseMs: 1000, prefillMsPerToken: 0, decodeMsPerToken: 1000 },
    });
    const send = (gone: AbortController): Promise<Response> =>
      simulator.fetch('http://simulator/v1/messages', {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...ask, stream: true }),
        signal: gone.signal,
      });
    const [early, late] = [new AbortController(), new AbortController()];
    const never = send(early).catch((reason: unknown) => reason);
    await clock.advance(10);
    early.abort('early');
    expect(await never).toBe('early');
    const begun = send(late);
    await clock.advance(1000);
    const reader = (await begun).body?.getReader();
    await reader?.read();
    late.abort('late');
    await expect(reader?.read()).rejects.toBe('late');
    expect(simulator.requests.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('shares nothing with another one', async () => {
    const [one, other] = [createSimulator({ latency: 'none' }), createSimulator({ latency: 'none' })];
    await (
      await one.fetch('http://simulator/v1/messages', { method: 'POST', headers, body: JSON.stringify(warm) })
    ).text();
    expect(other.entries()).toEqual([]);
    expect(other.requests).toEqual([]);
    one.evict();
    expect(one.entries()).toEqual([]);
  });
});

describe('over HTTP', () => {
  it('stops when the client does, and gives its place to the next', async () => {
    const { client, simulator } = await start({ latency: { ...slow.latency, concurrency: 1 } });
    const stream = client.messages.stream(ask);
    const read = async (): Promise<void> => {
      for await (const event of stream) if (event.type === 'message_start') stream.abort();
    };
    await expect(read()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
    await expect.poll(() => simulator.requests[0]?.aborted, PATIENTLY).toBe(true);
    await client.messages.create(warm);
  });

  it('says when its port is taken, and closes what is open', async () => {
    const simulator = createSimulator(slow);
    const server = await simulator.listen();
    await expect(simulator.listen(server.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const response = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...ask, stream: true }),
    });
    await server.close();
    await expect(response.text()).rejects.toThrow('terminated');
    await expect.poll(() => simulator.requests[0]?.aborted, PATIENTLY).toBe(true);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

describe('options', () => {
  const wrong: [SimulatorOptions, string][] = [
    [{ latency: 'fast' as 'none' }, 'latency is "fast"; it must be one of cookbook, llama.cpp'],
    [{ latency: { jitter: -1 } }, 'latency.jitter is -1'],
    [{ timeScale: Number.NaN }, 'timeScale is NaN; it must be a number, 0 or more'],
    [{ ttlScale: -1 }, 'ttlScale is -1'],
    [{ contextWindow: 0 }, 'contextWindow is 0; it must be a number, 1 or more'],
    [{ maxEntries: 0 }, 'maxEntries is 0'],
    [{ keepRequests: -1 }, 'keepRequests is -1'],
    [{ reportCache: 'some' as 'all' }, 'reportCache is "some"'],
    [{ engine: 'gpt' as 'claude' }, 'engine is "gpt"'],
    [{ faults: ['boil'] }, 'faults is "boil"; it must be one of refuse'],
  ];
  it.each(wrong)('%j are refused by name', (options, message) => {
    expect(() => createSimulator(options)).toThrow(message);
  });

  it('strictModels refuses names that are not listed', async () => {
    const { client } = await start({ strictModels: true });
    await client.messages.create({ ...warm, model: `${MODEL}-20260101` });
    await expect(client.messages.create({ ...warm, model: 'claude-opus-9' })).rejects.toBeInstanceOf(
      Anthropic.NotFoundError,
    );
  });

  it('ttlScale shortens lifetimes', async () => {
    const clock = fakeClock();
    const { client, simulator } = await start({ clock, ttlScale: 0.1 });
    await client.messages.create(warm);
    await clock.advance(30_000);
    expect(simulator.entries()).toEqual([]);
  });

  it('answer writes the answer', async () => {
    const { client } = await start({ answer: ({ context, question }) => `${context.length} ${question}` });
    expect((await client.messages.create(ask)).content).toMatchObject([{ text: '1 What is a line about?' }]);
  });
});
