import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { block, MODEL, start, textOf, PATIENTLY } from '../../test/start.js';
import {
  createSimulator,
  fakeClock,
  FAULT_HEADER,
  faultKinds,
  type Simulator,
  type SimulatorOptions,
} from '../index.js';
import { parseFaults } from './fault.js';

const ask: Anthropic.MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 50,
  system: [block(textOf(2000), '5m')],
  messages: [{ role: 'user', content: 'What is a line about?' }],
};

type Way = (
  fault: string,
  options?: SimulatorOptions,
) => Promise<{ simulator: Simulator; client: Anthropic; url: string }>;
const ways: [string, Way][] = [
  ['by configuration', (fault, options) => start({ ...options, faults: [fault] })],
  [
    'by header',
    async (fault, options) => {
      const started = await start(options);
      return { ...started, client: started.client.withOptions({ defaultHeaders: { [FAULT_HEADER]: fault } }) };
    },
  ],
];

async function readStream(client: Anthropic): Promise<{ types: string[]; error: unknown }> {
  const types: string[] = [];
  try {
    for await (const event of await client.messages.create({ ...ask, stream: true })) types.push(event.type);
  } catch (error) {
    return { types, error };
  }
  return { types, error: undefined };
}

describe.each(ways)('faults %s', (_, begin) => {
  it.each([
    [400, Anthropic.BadRequestError],
    [401, Anthropic.AuthenticationError],
    [403, Anthropic.PermissionDeniedError],
    [404, Anthropic.NotFoundError],
    [413, Anthropic.ContentTooLargeError],
    [429, Anthropic.RateLimitError],
    [500, Anthropic.InternalServerError],
    [529, Anthropic.OverloadedError],
  ])('refuse with %i', async (status, kind) => {
    const { client, simulator } = await begin(`refuse; status=${status}`);
    await expect(client.messages.create(ask)).rejects.toBeInstanceOf(kind);
    expect(simulator.requests[0]).toMatchObject({
      status,
      fault: 'refuse',
      error: { message: expect.stringMatching(/./) },
    });
  });

  it('hang until the client gives up', async () => {
    const { client, simulator } = await begin('hang');
    await expect(client.messages.create(ask, { timeout: 1_000 })).rejects.toBeInstanceOf(
      Anthropic.APIConnectionTimeoutError,
    );
    await expect.poll(() => simulator.requests[0]?.aborted, PATIENTLY).toBe(true);
  });

  it('hang within the stream, and give the place back when the client leaves', async () => {
    const { client, simulator } = await begin('hang; after=4', {
      latency: { baseMs: 0, prefillMsPerToken: 0, decodeMsPerToken: 0, concurrency: 1 },
    });
    const stream = client.messages.stream(ask);
    const types: string[] = [];
    await expect(
      (async () => {
        for await (const event of stream) if (types.push(event.type) === 3) stream.abort();
      })(),
    ).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
    expect(types).toEqual(['message_start', 'content_block_start', 'content_block_delta']);
    await expect.poll(() => simulator.requests[0]?.aborted, PATIENTLY).toBe(true);
    await client
      .withOptions({ defaultHeaders: { [FAULT_HEADER]: null } })
      .messages.countTokens({ model: MODEL, messages: ask.messages });
  });

  it('cut a stream after so many events', async () => {
    const { client } = await begin('cut; after=5');
    const { types, error } = await readStream(client);
    // One of the five is a ping, which the SDK hides.
    expect(types).toEqual(['message_start', 'content_block_start', 'content_block_delta', 'content_block_delta']);
    expect(error).toBeInstanceOf(Error);
  });

  it('cut an answer that is not streamed', async () => {
    const { client } = await begin('cut');
    await expect(client.messages.create(ask)).rejects.toBeInstanceOf(Error);
  });

  it('put an error into a stream', async () => {
    const { client } = await begin('error; after=3');
    const { types, error } = await readStream(client);
    expect(types).toEqual(['message_start', 'content_block_start']);
    expect(error).toMatchObject({ type: 'overloaded_error', apiMessage: 'Overloaded' });
  });

  it('put a malformed event into a stream', async () => {
    const { client } = await begin('malformed; after=3');
    const { types, error } = await readStream(client.withOptions({ logLevel: 'off' }));
    expect(types).toEqual(['message_start', 'content_block_start']);
    expect(error).toBeInstanceOf(SyntaxError);
  });

  it('report a wrong usage', async () => {
    const { client } = await begin('wrong-usage');
    const { usage } = await client.messages.create(ask);
    expect(usage.output_tokens).toBe(0);
    expect(usage.cache_read_input_tokens).toBeGreaterThan(2100);
  });

  it('report no cache figures', async () => {
    const { client } = await begin('no-cache-figures');
    const { usage } = await client.messages.create(ask);
    expect(usage).not.toHaveProperty('cache_read_input_tokens');
    expect(usage.input_tokens).toBeGreaterThan(2000);
  });

  it.each(['evict', 'cold'])('%s: nothing is read', async (fault) => {
    const { client, simulator } = await begin(fault, { timeScale: 0 });
    await client.messages.create(ask);
    await client.messages.create(ask);
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'miss']);
  });

  it('refuse max_tokens: 0 as a gateway does', async () => {
    const { client } = await begin('refuse-zero');
    await expect(client.messages.create({ ...ask, max_tokens: 0 })).rejects.toMatchObject({ status: 422 });
    await client.messages.create({ ...ask, max_tokens: 1 });
  });

  it('storm: 429', async () => {
    const { client, simulator } = await begin('storm; count=3; retryAfter=9');
    const error: unknown = await client.messages.create(ask).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    expect(error instanceof Anthropic.RateLimitError && error.headers.get('retry-after')).toBe('9');
    expect(simulator.requests[0]?.status).toBe(429);
  });
});

describe('a storm', () => {
  it('passes after its count, by workspace', async () => {
    const { client, simulator } = await start({
      faults: [{ fault: { kind: 'storm', count: 3, retryAfter: 0 }, times: 1 }],
    });
    for (let n = 0; n < 4; n++) await client.messages.create(ask).catch(() => undefined);
    await client.withOptions({ apiKey: 'another' }).messages.create(ask);
    expect(simulator.requests.map(({ status }) => status)).toEqual([429, 429, 429, 200, 200]);
  });
});

describe('a rule', () => {
  it('applies to the requests it names, so many times', async () => {
    const rule = { fault: 'refuse', on: (request: Request) => request.url.endsWith('/v1/messages'), times: 1 };
    const { client } = await start({ faults: [rule] });
    await client.messages.countTokens({ model: MODEL, messages: ask.messages });
    await expect(client.messages.create(ask)).rejects.toMatchObject({ status: 500 });
    await client.messages.create(ask);
  });

  it('makes slow and cold requests take longer, on the clock', async () => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock, latency: { baseMs: 1000, prefillMsPerToken: 0, decodeMsPerToken: 0 } });
    for (const [fault, ms] of [
      ['', 1000],
      ['slow; factor=3', 3000],
      ['cold; delayMs=500', 1500],
    ] as const) {
      const answer = simulator.fetch('http://simulator/v1/messages', {
        method: 'POST',
        headers: { 'anthropic-version': '2026-10-21', [FAULT_HEADER]: fault },
        body: JSON.stringify(ask),
      });
      await clock.advance(10_000);
      expect((await answer).status).toBe(200);
      const { startedAt = 0, beganAt = 0 } = simulator.requests.at(-1) ?? {};
      expect(beganAt - startedAt).toBe(ms);
    }
  });

  it('reaches the other wires, in their shapes', async () => {
    const { url } = await start({ faults: ['error; after=3'] });
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'test', maxRetries: 0 });
    const read = async (stream: AsyncIterable<unknown>): Promise<void> => {
      for await (const _ of stream);
    };
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    await expect(
      read(await client.chat.completions.create({ model: 'm', messages, stream: true })),
    ).rejects.toMatchObject({ code: 'server_is_overloaded' });
    const events: unknown[] = [];
    for await (const event of await client.responses.create({ model: 'gpt-5', input: 'Hello', stream: true }))
      events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'error', code: 'server_is_overloaded' });
  });
});

describe('faults as text', () => {
  it('are read with their fields', () => {
    expect(parseFaults(' cut; after=3 , slow;factor=2.5,evict')).toEqual([
      { kind: 'cut', after: 3 },
      { kind: 'slow', factor: 2.5 },
      { kind: 'evict' },
    ]);
    for (const [kind, fields] of Object.entries(faultKinds)) {
      const text = [kind, ...fields.map((field) => `${field}=1`)].join(';');
      expect(parseFaults(text)).toEqual([{ kind, ...Object.fromEntries(fields.map((field) => [field, 1])) }]);
    }
  });

  it.each(['boil', 'cut; before=1', 'cut; after=soon', 'cut; after', 'cut; after=-1', 'evict; after=1'])(
    'that say nothing are refused: %s',
    async (text) => {
      expect(() => createSimulator({ faults: [text] })).toThrow(/^createSimulator: faults/);
      const { client } = await start();
      await expect(client.messages.create(ask, { headers: { [FAULT_HEADER]: text } })).rejects.toMatchObject({
        status: 400,
      });
    },
  );
});
