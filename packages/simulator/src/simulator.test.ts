import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { createSimulator, fakeClock, type Simulator, type SimulatorOptions } from './index.js';

const MODEL = 'claude-sonnet-4-6';
const context = Array.from({ length: 400 }, (_, n) => `Line ${n} of the notes, about nothing much.`).join('\n');
const system: Anthropic.TextBlockParam[] = [
  { type: 'text', text: `${context}\n\nThe wombat sleeps in the cupboard.`, cache_control: { type: 'ephemeral' } },
];
const warm = { model: MODEL, system, max_tokens: 0, messages: [{ role: 'user' as const, content: '.' }] };
const ask = {
  model: MODEL,
  system,
  max_tokens: 500,
  messages: [{ role: 'user' as const, content: 'Where does the wombat sleep?' }],
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: SimulatorOptions): Promise<{ simulator: Simulator; client: Anthropic }> {
  const simulator = createSimulator(options);
  const server = await simulator.listen();
  closing.push(() => server.close());
  return { simulator, client: new Anthropic({ baseURL: server.url, apiKey: 'test', maxRetries: 0 }) };
}

describe('the official SDK over HTTP', () => {
  it('warms with max_tokens 0, then reads the whole prefix in a stream that quotes it', async () => {
    const { client, simulator } = await start({ latency: 'none' });
    const warmed = await client.messages.create(warm);
    expect(warmed).toMatchObject({
      content: [],
      stop_reason: 'max_tokens',
      usage: { output_tokens: 0, cache_read_input_tokens: 0 },
    });
    const written = warmed.usage.cache_creation_input_tokens;
    expect(written).toBeGreaterThan(1024);
    expect(warmed.usage.cache_creation).toEqual({ ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 });

    const message = await client.messages.stream(ask).finalMessage();
    expect(message.usage).toMatchObject({ cache_read_input_tokens: written, cache_creation_input_tokens: 0 });
    expect(message.stop_reason).toBe('end_turn');
    expect(message.content).toEqual([
      expect.objectContaining({ type: 'text', text: expect.stringContaining('The wombat sleeps in the cupboard.') }),
    ]);
    expect(simulator.requests.map((request) => request.outcome)).toEqual(['miss', 'hit']);
  });

  it('gives the same message streamed and not', async () => {
    const { client } = await start({ latency: 'none' });
    await client.messages.create(warm);
    const whole = await client.messages.create(ask);
    const streamed = await client.messages.stream(ask).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.usage).toMatchObject({ ...whole.usage });
  });

  it('refuses with the error classes of the SDK and a request id', async () => {
    const { client } = await start({ latency: 'none', contextWindow: 2000 });
    await expect(client.messages.create(ask)).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      apiMessage: expect.stringMatching(/^prompt is too long: \d+ tokens > 2000 maximum$/),
      requestID: expect.stringMatching(/^req_01\w{22}$/),
    });
    await expect(client.messages.create({ ...ask, model: 'gpt-4' })).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it('stops when the client does, and says so in the record', async () => {
    const { client, simulator } = await start({
      latency: { baseMs: 0, prefillMsPerToken: 0, decodeMsPerToken: 60_000 },
    });
    const stream = client.messages.stream(ask);
    const read = async (): Promise<void> => {
      for await (const event of stream) if (event.type === 'message_start') stream.abort();
    };
    await expect(read()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
    await expect.poll(() => simulator.requests[0]?.aborted).toBe(true);
  });
});

describe('time', () => {
  const post = (simulator: Simulator, body: unknown): Promise<Response> =>
    simulator.fetch('http://simulator/v1/messages', {
      method: 'POST',
      headers: { 'anthropic-version': '2023-06-01' },
      body: JSON.stringify(body),
    });

  it("takes the cookbook's time: 1.94 s on a hit of its size", async () => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock });
    const cold = post(simulator, warm);
    await clock.advance(60_000);
    await cold;
    const hit = post(simulator, { ...ask, stream: true });
    await clock.advance(60_000);
    await (await hit).body?.cancel();
    const [first, second] = simulator.requests;
    const tokens = first?.usage?.write ?? 0;
    expect((first?.beganAt ?? 0) - (first?.startedAt ?? 0)).toBeCloseTo(1937.25 + (tokens + 4) * 0.12484, 0);
    expect((second?.beganAt ?? 0) - (second?.startedAt ?? 0)).toBeCloseTo(
      1937.25 + (second?.usage?.uncached ?? 0) * 0.12484,
      0,
    );
  });

  it('makes all that start cold together pay, and none that start after the first has begun', async () => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock });
    const together = [post(simulator, warm), post(simulator, warm)];
    await clock.advance(10_000);
    await Promise.all(together);
    const later = post(simulator, warm);
    await clock.advance(10_000);
    await later;
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'miss', 'hit']);
  });

  it('ends an entry five minutes after the start of the request that last read it', async () => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock });
    const serve = async (): Promise<void> => {
      const response = post(simulator, warm);
      await clock.advance(5_000);
      await response;
    };
    await serve();
    await clock.advance(5 * 60_000 - 5_001);
    await serve();
    await clock.advance(5 * 60_000 - 5_000);
    await serve();
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'hit', 'miss']);
  });
});
