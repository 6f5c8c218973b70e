import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { block, MODEL, start, textOf, PATIENTLY } from '../../test/start.js';
import { createSimulator, fakeClock, latencyPresets } from '../index.js';

// Each test is a row of the facts page prompt-caching.md.

const text = textOf(3000);

async function openAi(): Promise<{ client: OpenAI }> {
  const { url } = await start();
  return { client: new OpenAI({ baseURL: `${url}/v1`, apiKey: 'test', maxRetries: 0 }) };
}

type Created = OpenAI.Responses.ResponseCreateParamsNonStreaming;

/** Not yet in openai 6.x's types. */
const newer = (fields: object): Created => ({ model: 'gpt-5.6', ...fields });

function marked(question: string, count = 1): object[] {
  const content = Array.from({ length: count }, (_, n) => ({
    type: 'input_text',
    text: `${n}: ${text}`,
    prompt_cache_breakpoint: { mode: 'explicit' },
  }));
  return [
    { role: 'developer', content },
    { role: 'user', content: question },
  ];
}

function details(response: OpenAI.Responses.Response): {
  cached: number;
  written: number;
  input: number;
  output: number;
} {
  const { usage } = response;
  const { cached_tokens: read = -1, cache_write_tokens: written = -1 } = (usage?.input_tokens_details ?? {}) as Record<
    string,
    number
  >;
  return { cached: read, written, input: usage?.input_tokens ?? -1, output: usage?.output_tokens ?? -1 };
}

describe('OpenAI Responses API', () => {
  it('prewarm prepares the cache without output; the question then reads up to the breakpoint', async () => {
    const { client } = await openAi();
    const options = { mode: 'explicit', prewarm: true };
    const warmed = await client.responses.create(newer({ input: marked('.'), prompt_cache_options: options }));
    expect(warmed).toMatchObject({ status: 'completed', output: [], output_text: '' });
    const { written, output } = details(warmed);
    expect(written).toBeGreaterThan(3000);
    expect(output).toBe(0);
    const asked = await client.responses.create(
      newer({ input: marked('Why?'), prompt_cache_options: { mode: 'explicit' } }),
    );
    expect(details(asked)).toMatchObject({ cached: written, written: 0 });
    expect(asked.output_text).not.toBe('');
  });

  it('input_tokens includes what was read', async () => {
    const { client } = await openAi();
    const first = details(await client.responses.create(newer({ input: marked('Why?') })));
    const second = details(await client.responses.create(newer({ input: marked('Why?') })));
    expect(first.cached).toBe(0);
    expect(second.cached).toBeGreaterThan(3000);
    expect(second.input).toBe(first.input);
  });

  it('writes up to four breakpoints, the latest, or three beside the implicit one', async () => {
    const { client } = await openAi();
    await client.responses.create(newer({ input: marked('.', 6), prompt_cache_options: { mode: 'explicit' } }));
    const read = async (count: number): Promise<number> =>
      details(
        await client.responses.create(
          newer({ input: marked('Why?', count), prompt_cache_options: { mode: 'explicit' } }),
        ),
      ).cached;
    expect(await read(2)).toBe(0);
    expect(await read(3)).toBeGreaterThan(9000);
  });

  it('prompt_cache_key keeps requests apart', async () => {
    const { client } = await openAi();
    const create = (key: string): Promise<OpenAI.Responses.Response> =>
      client.responses.create(newer({ input: marked('Why?'), prompt_cache_key: key }));
    expect(details(await create('a')).cached).toBe(0);
    expect(details(await create('b')).cached).toBe(0);
    expect(details(await create('a')).cached).toBeGreaterThan(3000);
  });

  it.each([
    ['30m', 30],
    ['12h', 720],
  ] as const)('a ttl of %s', async (ttl, minutes) => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock, latency: 'none' });
    const client = new OpenAI({ baseURL: 'http://simulator/v1', apiKey: 'test', fetch: simulator.fetch });
    const create = (): Promise<OpenAI.Responses.Response> =>
      client.responses.create(newer({ input: marked('Why?'), prompt_cache_options: { ttl } }));
    await create();
    await clock.advance(minutes * 60_000 - 1);
    expect(details(await create()).cached).toBeGreaterThan(0);
    await clock.advance(minutes * 60_000);
    expect(details(await create()).cached).toBe(0);
  });

  it('older models cache implicitly, from 1024 tokens on and by 128; there the only warm is a small real request', async () => {
    const { client } = await openAi();
    const create = (instructions: string, input: string): Promise<OpenAI.Responses.Response> =>
      client.responses.create({ model: 'gpt-5', instructions, input, max_output_tokens: 16 });
    await create(text, '.');
    const { cached } = details(await create(text, 'Why?'));
    expect(cached).toBeGreaterThan(2800);
    expect(cached % 128).toBe(0);
    const short = textOf(1000, 'short');
    await create(short, '.');
    expect(details(await create(short, 'Why?')).cached).toBe(0);
    await expect(
      client.responses.create({ ...newer({ input: 'x', prompt_cache_options: { prewarm: true } }), model: 'gpt-5' }),
    ).rejects.toMatchObject({
      status: 400,
      param: 'prompt_cache_options',
    });
  });
});

describe('Engines with a prefix cache behind an Anthropic-shaped endpoint', () => {
  const ask = { model: 'qwen3', max_tokens: 20, system: text, messages: [{ role: 'user' as const, content: 'Why?' }] };

  it('llama.cpp ignores cache_control, and reports what it read and nothing else', async () => {
    const { client } = await start({ engine: 'llama.cpp' });
    await client.messages.create({ ...ask, system: [block(text)] });
    const { usage } = await client.messages.create({ ...ask, messages: [{ role: 'user', content: 'How?' }] });
    expect(usage.cache_read_input_tokens).toBeGreaterThan(2900);
    expect(usage).not.toHaveProperty('cache_creation_input_tokens');
    await client.messages.create({ ...ask, system: Array.from({ length: 9 }, () => block('x', '1h')) });
  });

  it('llama.cpp accepts max_tokens: 0 but generates one token', async () => {
    const { client } = await start({ engine: 'llama.cpp' });
    const { usage, content } = await client.messages.create({ ...ask, max_tokens: 0 });
    expect(usage.output_tokens).toBe(1);
    expect(content).toHaveLength(1);
  });

  it('llama.cpp answers a request without messages with a 500', async () => {
    const { url } = await start({ engine: 'llama.cpp' });
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'qwen3', max_tokens: 1 }),
    });
    expect(response.status).toBe(500);
  });

  it.each([
    ['cold', 18.1, 0],
    ['prefix fully warmed', 0.174, 17_099],
  ])('llama.cpp on 2 cores, 17,099 tokens, %s: %f s', (_, seconds, read) => {
    const { baseMs, prefillMsPerToken, cachedMsPerToken } = latencyPresets['llama.cpp'];
    expect((baseMs + (17_099 - read) * prefillMsPerToken + read * cachedMsPerToken) / 1000).toBeCloseTo(seconds, 3);
  });
});

describe("What the cookbook's numbers mean", () => {
  const context = { ...block(textOf(151_629)), cache_control: { type: 'ephemeral' as const } };
  const question = block("Answer the user's question: What is the purpose of the BtShared structure?");
  const answer = 'word'.repeat(330);

  it('20.87 s cold and 1.94 s on a hit to the first token, 8.40 s to the last of 330, with an input of 22', async () => {
    const clock = fakeClock();
    const { client, simulator } = await start({ clock, latency: 'cookbook', answer: () => answer });
    for (const seconds of [20.87, 1.94]) {
      const stream = client.messages.stream({
        model: MODEL,
        max_tokens: 4096,
        messages: [{ role: 'user', content: [context, question] }],
      });
      const before = simulator.requests.length;
      await expect.poll(() => simulator.requests[before]?.outcome, PATIENTLY).toBeDefined();
      const final = stream.finalMessage();
      // Real sockets: let the reader run between tokens.
      while (simulator.requests[before]?.endedAt === undefined) await clock.advance(500);
      const record = simulator.requests[before];
      expect(((record?.beganAt ?? 0) - record.startedAt) / 1000).toBeCloseTo(seconds, 2);
      const total = ((record.endedAt ?? 0) - record.startedAt) / 1000;
      expect(Math.abs(total - seconds - 330 * 0.0201)).toBeLessThan(0.51);
      expect((await final).usage).toMatchObject({ input_tokens: 22, output_tokens: 330 });
    }
  });
});
