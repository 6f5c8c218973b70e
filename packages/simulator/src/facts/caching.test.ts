import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { block, cached, MODEL, start, textOf, PATIENTLY } from '../../test/start.js';
import { fakeClock, knownModels } from '../index.js';

// Each test is a row of the facts page prompt-caching.md.

type Body = Anthropic.MessageCreateParamsNonStreaming;
const prefix = textOf(3000);
const user = (content: Anthropic.MessageParam['content']): Anthropic.MessageParam => ({ role: 'user', content });
const body = (fields: Partial<Body> = {}): Body => ({
  model: MODEL,
  max_tokens: 1,
  system: [block(prefix, '5m')],
  messages: [user('Hello')],
  ...fields,
});
const tool = (name: string, fields: Partial<Anthropic.Tool> = {}): Anthropic.Tool => ({
  name,
  description: textOf(1500, name),
  input_schema: { type: 'object' },
  ...fields,
});
const ephemeral = { type: 'ephemeral' } as const;

describe('What is cached', () => {
  it('the exact bytes up to a breakpoint: one earlier byte, and everything after misses', async () => {
    const { client } = await start();
    await client.messages.create(body());
    const changed = await client.messages.create(body({ system: [block(`!${prefix.slice(1)}`, '5m')] }));
    expect(cached(changed.usage)).toMatchObject({ read: 0, write5m: 3000 });
    const last = await client.messages.create(body({ system: [block(`${prefix.slice(0, -1)}!`, '5m')] }));
    expect(cached(last.usage)).toMatchObject({ read: 0, write5m: 3000 });
    expect(cached((await client.messages.create(body())).usage)).toMatchObject({ read: 3000, write5m: 0 });
  });

  it('in render order tools, system, messages', async () => {
    const { client } = await start();
    const full = body({
      tools: [tool('a', { cache_control: ephemeral })],
      messages: [user([block(textOf(2000, 'chat'), '5m')])],
    });
    const first = cached((await client.messages.create(full)).usage);
    const tools = cached(
      (await client.messages.create({ ...full, system: [block(textOf(3000, 'other'), '5m')] })).usage,
    );
    const system = cached((await client.messages.create({ ...full, messages: [user('Hello')] })).usage);
    const other = cached(
      (await client.messages.create({ ...full, tools: [tool('b', { cache_control: ephemeral })] })).usage,
    );
    expect(first.read).toBe(0);
    expect(tools.read).toBeGreaterThan(1500);
    expect(system.read).toBe(tools.read + 3000);
    expect(other.read).toBe(0);
  });
});

describe('Breakpoint', () => {
  const places: [string, Partial<Body>][] = [
    ['a tool', { system: prefix, tools: [tool('a', { cache_control: ephemeral })] }],
    ['a system block', {}],
    ['a message block', { system: prefix, messages: [user([block('Hello', '5m')])] }],
  ];
  it.each(places)('on %s', async (_, fields) => {
    const { client } = await start();
    const written = cached((await client.messages.create(body(fields))).usage).write5m;
    expect(written).toBeGreaterThan(1024);
    expect(cached((await client.messages.create(body(fields))).usage)).toMatchObject({ read: written, write5m: 0 });
  });

  it('at most four; a fifth is a 400', async () => {
    const { client } = await start();
    const blocks = (count: number): Partial<Body> => ({
      system: Array.from({ length: count }, (_, n) => block(`Block ${n}`, '5m')),
    });
    await client.messages.create(body(blocks(4)));
    await expect(client.messages.create(body(blocks(5)))).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      apiMessage: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    });
  });

  it('one of an hour must stand before any of five minutes', async () => {
    const { client } = await start();
    await client.messages.create(body({ system: [block(prefix, '1h'), block('more', '5m')] }));
    await expect(
      client.messages.create(body({ system: [block(prefix, '5m'), block('more', '1h')] })),
    ).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringMatching(
        /^system\.1\.cache_control\.ttl: a ttl='1h' cache_control block must not come after a ttl='5m'/,
      ),
    });
  });
});

describe('Automatic caching', () => {
  it('puts the breakpoint on the last cacheable block, which is wrong for warming', async () => {
    const { client } = await start();
    const automatic = body({ system: prefix, cache_control: ephemeral });
    const written = cached((await client.messages.create(automatic)).usage);
    expect(written.rest).toBe(3);
    expect(cached((await client.messages.create(automatic)).usage).read).toBe(written.write5m);
    const other = await client.messages.create({ ...automatic, messages: [user('Another question')] });
    expect(cached(other.usage).read).toBe(0);
  });

  it('does nothing where that block has the same breakpoint already, and is a 400 where it has another', async () => {
    const { client } = await start();
    const marked = (ttl: '5m' | '1h'): Body =>
      body({ system: prefix, cache_control: ephemeral, messages: [user([block('Hello', ttl)])] });
    expect(cached((await client.messages.create(marked('5m'))).usage).write5m).toBeGreaterThan(3000);
    await expect(client.messages.create(marked('1h'))).rejects.toMatchObject({
      status: 400,
      apiMessage: "Top-level cache_control has ttl='5m' but the target block already has cache_control with ttl='1h'",
    });
  });

  it('is a 400 where four breakpoints leave it no slot', async () => {
    const { client } = await start();
    const four = Array.from({ length: 4 }, (_, n) => block(`Block ${n}`, '5m'));
    await expect(client.messages.create(body({ system: four, cache_control: ephemeral }))).rejects.toMatchObject({
      status: 400,
      apiMessage: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    });
  });
});

describe('Lookback', () => {
  const chat = (added: number): Body =>
    body({
      system: prefix,
      messages: [user([...Array.from({ length: added }, (_, n) => block(`Block ${n}`)), block('last', '5m')])],
    });

  it('finds an entry 19 blocks back, and none 20 back: the breakpoint itself is the first of 20', async () => {
    const { client } = await start();
    const written = cached((await client.messages.create(body())).usage).write5m;
    expect(cached((await client.messages.create(chat(18))).usage).read).toBe(written);
    const { client: other } = await start();
    await other.messages.create(body());
    expect(cached((await other.messages.create(chat(19))).usage).read).toBe(0);
  });

  it('counts a run of tool calls, and of their results, as one position each', async () => {
    const { client } = await start();
    const calls = Array.from({ length: 15 }, (_, n) => ({
      type: 'tool_use' as const,
      id: `toolu_${n}`,
      name: 'a',
      input: { n },
    }));
    const results = calls.map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content: 'done' }));
    const turn = body({ tools: [tool('a')], messages: [user([block('Go', '5m')])] });
    const written = cached((await client.messages.create(turn)).usage).write5m;
    const after = [
      ...turn.messages,
      { role: 'assistant' as const, content: calls },
      user([...results, block('And?', '5m')]),
    ];
    const next = await client.messages.create({ ...turn, system: prefix, messages: after });
    expect(cached(next.usage).read).toBe(written);
  });
});

describe('TTL', () => {
  const ages: ['5m' | '1h', number][] = [
    ['5m', 5],
    ['1h', 60],
  ];
  it.each(ages)(
    '%s counts from the start of the request that wrote or read the entry, and a read refreshes it',
    async (ttl, minutes) => {
      const clock = fakeClock();
      const { client, simulator } = await start({
        clock,
        latency: { baseMs: 4_000, prefillMsPerToken: 0, decodeMsPerToken: 0 },
      });
      const serve = async (): Promise<void> => {
        const answer = client.messages.create(body({ system: [block(prefix, ttl)] }));
        await expect.poll(() => simulator.requests.at(-1)?.outcome, PATIENTLY).toBeDefined();
        await clock.advance(4_000);
        await answer;
      };
      await serve();
      await clock.advance(minutes * 60_000 - 4_001);
      await serve();
      await clock.advance(minutes * 60_000 - 4_001);
      await serve();
      await clock.advance(minutes * 60_000 - 4_000);
      await serve();
      expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'hit', 'hit', 'miss']);
    },
  );
});

describe('Minimum prefix', () => {
  const minimums = {
    512: ['claude-opus-5', 'claude-fable-5-1', 'claude-mythos-5-1'],
    1024: ['claude-opus-4-8', 'claude-sonnet-5', 'claude-sonnet-4-6', 'claude-sonnet-4-5'],
    2048: ['claude-opus-4-7'],
    4096: ['claude-opus-4-6', 'claude-opus-4-5', 'claude-haiku-4-5'],
  };
  const rows = Object.entries(minimums).flatMap(([tokens, models]) =>
    models.map((model) => [model, Number(tokens)] as const),
  );

  it('is known for every model of the row', () => {
    expect(knownModels.map(({ id }) => id).toSorted()).toEqual(rows.map(([model]) => model).toSorted());
  });

  it.each(rows)('%s caches from %i tokens on, and is silent about less', async (model, tokens) => {
    const { client } = await start();
    const short = await client.messages.create(body({ model, system: [block(textOf(tokens - 1), '5m')] }));
    const enough = await client.messages.create(body({ model, system: [block(textOf(tokens), '5m')] }));
    expect(cached(short.usage)).toMatchObject({ read: 0, write5m: 0 });
    expect(cached(enough.usage)).toMatchObject({ read: 0, write5m: tokens });
  });

  it('is 1024 for a newer model unless it is configured', async () => {
    const model = 'claude-opus-5-5';
    const { client } = await start();
    expect(
      cached((await client.messages.create(body({ model, system: [block(textOf(1024), '5m')] }))).usage).write5m,
    ).toBe(1024);
    const { client: other } = await start({
      models: [{ id: model, minCacheTokens: 2000, contextWindow: 200_000, maxOutput: 1000 }],
    });
    expect(
      cached((await other.messages.create(body({ model, system: [block(textOf(1999), '5m')] }))).usage).write5m,
    ).toBe(0);
  });
});

describe('Price', () => {
  it('can be computed: every token of a prompt is in exactly one of the figures that are priced apart', async () => {
    const { client } = await start();
    const mixed = body({
      system: [block(prefix, '1h'), block(textOf(500, 'more'), '5m')],
      messages: [user('x'.repeat(400))],
    });
    const { input_tokens: total } = await client.messages.countTokens({
      model: MODEL,
      system: mixed.system!,
      messages: mixed.messages,
    });
    for (const wanted of [
      { read: 0, write1h: 3000, write5m: 500 },
      { read: 3500, write1h: 0, write5m: 0 },
    ]) {
      const usage = cached((await client.messages.create(mixed)).usage);
      expect(usage).toMatchObject(wanted);
      expect(usage.read + usage.write1h + usage.write5m + usage.rest).toBe(total);
    }
  });
});
