import { type Adapter, definePrefix, ForewarmError, type Prefix, UNKNOWN_USAGE } from '@forewarm/core';
import { type Script, scriptedAdapter, type ScriptedAdapter, YES } from '@forewarm/testing';
import { readUIMessageStream, parseJsonEventStream, uiMessageChunkSchema, type UIMessageChunk } from 'ai';
import { describe, expect, test } from 'vitest';
import { createHandler, type Handler } from './handler.js';
import type { HandlerOptions } from './options.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });

function setup(
  script: Script<Prefix> = {},
  options: Partial<HandlerOptions> = {},
): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>(script);
  const prefixes = {
    doc,
    by: ({ name }: { name?: unknown }) => definePrefix({ model: 'm', system: `About ${String(name)}.` }),
  };
  return { adapter, handler: createHandler({ adapter, prefixes, ...options }) };
}

const post = (handler: Handler, path: string, body: unknown, init: RequestInit = {}): Promise<Response> =>
  handler(
    new Request(`http://localhost/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
    }),
  );

async function chunks(response: Response): Promise<UIMessageChunk[]> {
  const parsed = parseJsonEventStream({ stream: response.body!, schema: uiMessageChunkSchema });
  const all: UIMessageChunk[] = [];
  for await (const result of parsed) {
    if (!result.success) throw result.error;
    all.push(result.value);
  }
  return all;
}

describe('POST warm', () => {
  test('warms once, and says afterwards that the entry is there at no cost', async () => {
    const { handler, adapter } = setup();
    const first = await (await post(handler, 'warm', { prefix: { id: 'doc' }, trigger: 'focus' })).json();
    expect(first).toMatchObject({
      status: 'warmed',
      hash: 'scripted',
      method: 'zero-tokens',
      wrote: true,
      ttlMs: 300_000,
    });
    const second = await (await post(handler, 'warm', { prefix: { id: 'doc' } })).json();
    expect(second).toMatchObject({ status: 'warmed', wrote: false, ttlMs: 300_000 });
    expect(second.ageMs).toBeGreaterThanOrEqual(first.ageMs);
    expect(adapter.warms).toHaveLength(1);
    expect(adapter.warms[0]).toMatchObject({ prefix: doc, options: { trigger: 'focus' } });
  });

  test('answers many at once with one write', async () => {
    const { handler, adapter } = setup({ warmMs: 30 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => post(handler, 'warm', { prefix: { id: 'doc' } })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(adapter.warms).toHaveLength(1);
  });

  test('tells prefixes apart by their parameters', async () => {
    const { handler, adapter } = setup();
    for (const name of ['a', 'b', 'a']) await post(handler, 'warm', { prefix: { id: 'by', params: { name } } });
    expect(adapter.warms.map(({ prefix }) => prefix.system)).toEqual([
      [{ type: 'text', text: 'About a.' }],
      [{ type: 'text', text: 'About b.' }],
    ]);
  });

  test('says with 200 what was skipped or failed: a page has nothing to handle', async () => {
    const skipped = setup({ warm: { status: 'skipped', reason: 'below-minimum' } });
    const skip = await post(skipped.handler, 'warm', { prefix: { id: 'doc' } });
    expect([skip.status, await skip.json()]).toEqual([200, { status: 'skipped', reason: 'below-minimum' }]);

    const failing = setup({
      warm: new ForewarmError('rate-limited', 'Slow down.', { status: 429, retryAfterMs: 7_000 }),
    });
    const failed = await post(failing.handler, 'warm', { prefix: { id: 'doc' } });
    expect(await failed.json()).toMatchObject({
      status: 'failed',
      error: { code: 'rate-limited', retryAfterMs: 7_000 },
    });
    const again = await (await post(failing.handler, 'warm', { prefix: { id: 'doc' } })).json();
    expect(again).toMatchObject({ status: 'skipped', reason: 'back-off' });
    expect(again.retryAfterMs).toBeGreaterThan(6_000);
    expect(failing.adapter.warms).toHaveLength(1);
  });

  test('obeys the kill switch at run time, for all clients', async () => {
    let on = true;
    const { handler, adapter } = setup({}, { policy: { enabled: () => on } });
    on = false;
    const body = await (await post(handler, 'warm', { prefix: { id: 'doc' } })).json();
    expect(body).toMatchObject({ status: 'skipped', reason: 'disabled' });
    expect(adapter.warms).toHaveLength(0);
    expect((await chunks(await post(handler, 'ask', { prefix: { id: 'doc' }, question: 'Q' }))).at(-1)).toMatchObject({
      type: 'finish',
    });
  });
});

describe('POST ask', () => {
  test('streams what the AI SDK reads as a message, with the kit’s figures in it', async () => {
    const { handler } = setup();
    const response = await post(handler, 'ask', { prefix: { id: 'doc' }, question: 'Is it?' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-vercel-ai-ui-message-stream': 'v1',
      'cache-control': 'private, no-cache, no-transform',
    });
    const all = await chunks(response);
    expect(all.map(({ type }) => type)).toEqual([
      'start',
      'data-forewarm',
      'text-start',
      'text-delta',
      'text-end',
      'data-forewarm',
      'finish',
    ]);
    const stream = new ReadableStream<UIMessageChunk>({
      start(controller) {
        for (const chunk of all) controller.enqueue(chunk);
        controller.close();
      },
    });
    let last;
    for await (const message of readUIMessageStream({ stream })) last = message;
    expect(last?.parts).toMatchObject([
      {
        type: 'data-forewarm',
        data: { hash: 'scripted', model: 'scripted-1', waitedMs: 0, outcome: 'hit', usage: { cacheRead: 9_990 } },
      },
      { type: 'text', text: 'Yes.', state: 'done' },
    ]);
  });

  test('takes what useChat sends: the last message asks, the pairs before it are the thread', async () => {
    const { handler, adapter } = setup();
    const text = (value: string): unknown[] => [{ type: 'step-start' }, { type: 'text', text: value }];
    const messages = [
      { id: '1', role: 'user', parts: text('First?') },
      { id: '2', role: 'assistant', parts: text('One.') },
      { id: '3', role: 'user', parts: text('Unanswered?') },
      { id: '4', role: 'user', parts: text('Second?') },
    ];
    await chunks(
      await post(handler, 'ask', { id: 'chat', trigger: 'submit-message', messages, prefix: { id: 'doc' } }),
    );
    expect(adapter.asks[0]!.turn.question).toBe('Second?');
    expect(adapter.asks[0]!.prefix.messages).toMatchObject([
      { role: 'user', content: [{ text: 'First?' }] },
      { role: 'assistant', content: [{ text: 'One.' }] },
    ]);
  });

  test('waits for a warm that somebody else has in flight, and says so', async () => {
    const { handler, adapter } = setup({ warmMs: 60 });
    const warm = post(handler, 'warm', { prefix: { id: 'doc' } });
    await expect.poll(() => adapter.warms.length).toBe(1);
    const all = await chunks(await post(handler, 'ask', { prefix: { id: 'doc' }, question: 'Q' }));
    expect((await (await warm).json()).status).toBe('warmed');
    const data = all.find(({ type }) => type === 'data-forewarm') as { data: { waitedMs: number } };
    expect(data.data.waitedMs).toBeGreaterThan(0);
    expect(adapter.asks).toHaveLength(1);
  });

  test('fails inside the stream, after what had come, with the code to act on', async () => {
    const ask = [...YES.slice(0, 2), new ForewarmError('overloaded', 'Overloaded.', { retryAfterMs: 2_000 })];
    const all = await chunks(await post(setup({ ask }).handler, 'ask', { prefix: { id: 'doc' }, question: 'Q' }));
    expect(all.slice(-3)).toMatchObject([
      { type: 'text-end' },
      {
        type: 'data-forewarm',
        data: { hash: 'scripted', error: { code: 'overloaded', retryable: true, retryAfterMs: 2_000 } },
      },
      { type: 'error', errorText: 'Overloaded.' },
    ]);
  });

  test('never shows the words of an error that is not the kit’s own', async () => {
    const prefixes = {
      doc: (): Prefix => {
        throw new Error('password=hunter2');
      },
    };
    const errors: unknown[] = [];
    const { handler } = setup({}, { prefixes, onError: (error) => errors.push(error) });
    const response = await post(handler, 'ask', { prefix: { id: 'doc' }, question: 'Q' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
    expect(errors).toMatchObject([{ message: 'password=hunter2' }]);
  });

  test('a client that leaves closes the backend, by its signal or by its stream', async () => {
    const ask = [YES[0]!, YES[1]!, 10_000, ...YES.slice(2)];
    const byStream = setup({ ask });
    const reader = (await post(byStream.handler, 'ask', { prefix: { id: 'doc' }, question: 'Q' })).body!.getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => byStream.adapter.asks[0]!.ended).toBe(true);

    const bySignal = setup({ ask });
    const stop = new AbortController();
    const response = await post(
      bySignal.handler,
      'ask',
      { prefix: { id: 'doc' }, question: 'Q' },
      { signal: stop.signal },
    );
    const done = chunks(response).catch(() => 'left');
    await expect.poll(() => bySignal.adapter.asks.length).toBe(1);
    stop.abort();
    await done;
    await expect.poll(() => bySignal.adapter.asks[0]!.ended).toBe(true);
  });

  test('pulls from the model only as fast as the client reads', async () => {
    let made = 0;
    const adapter: Adapter<Prefix> = {
      ...scriptedAdapter<Prefix>(),
      async *ask() {
        yield { type: 'start', hash: 'h' };
        for (; made < 10_000; made++) yield { type: 'text', text: 'x'.repeat(100) };
        yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
      },
    };
    const response = await post(createHandler({ adapter, prefixes: { doc } }), 'ask', {
      prefix: { id: 'doc' },
      question: 'Q',
    });
    const reader = response.body!.getReader();
    for (let n = 0; n < 5; n++) await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(20);
    await reader.cancel();
  });
});

describe('a request that is not in order', () => {
  const good = { prefix: { id: 'doc' }, question: 'Q' };
  const cases: [string, string, unknown, RequestInit, number, RegExp][] = [
    [
      'an unknown prefix',
      'ask',
      { ...good, prefix: { id: 'nope' } },
      {},
      404,
      /There is no prefix "nope" here; this server has: doc, by/,
    ],
    ['a name every object has', 'ask', { ...good, prefix: { id: 'constructor' } }, {}, 404, /no prefix "constructor"/],
    ['__proto__', 'warm', '{"prefix":{"id":"__proto__"}}', {}, 404, /no prefix "__proto__"/],
    ['no prefix', 'ask', { question: 'Q' }, {}, 400, /body.prefix/],
    ['no question', 'ask', { prefix: { id: 'doc' } }, {}, 400, /body.(question|messages)/],
    ['a blank question', 'ask', { ...good, question: '  ' }, {}, 400, /body.question: must not be blank/],
    [
      'a question too long',
      'ask',
      { ...good, question: 'x'.repeat(20_001) },
      {},
      413,
      /20,001 characters; at most 20,000/,
    ],
    ['an id that is no text', 'warm', { prefix: { id: 7 } }, {}, 400, /body.prefix.id/],
    ['a field too many', 'warm', { prefix: { id: 'doc', extra: 1 } }, {}, 400, /body.prefix.*extra/],
    [
      'a thread of the wrong form',
      'warm',
      { prefix: { id: 'doc', thread: [{ question: 'x' }] } },
      {},
      400,
      /body.prefix.thread.0.answer/,
    ],
    [
      'messages that end with the assistant',
      'ask',
      { ...good, question: undefined, messages: [{ role: 'assistant', parts: [] }] },
      {},
      400,
      /last message/,
    ],
    ['broken JSON', 'ask', '{"prefix":', {}, 400, /not JSON/],
    ['nothing', 'ask', '', {}, 400, /not JSON/],
    ['null', 'ask', 'null', {}, 400, /body/],
    [
      'another content type',
      'ask',
      good,
      { headers: { 'content-type': 'text/plain' } },
      415,
      /"text\/plain"; send it as application\/json/,
    ],
    ['a body too large', 'ask', { ...good, pad: 'x'.repeat(1_000_001) }, {}, 413, /larger than 1000000 bytes/],
    [
      'a body that claims to be too large',
      'ask',
      good,
      { headers: { 'content-type': 'application/json', 'content-length': '9999999' } },
      413,
      /larger/,
    ],
    ['another path', 'other', good, {}, 404, /POST to …\/warm or …\/ask/],
  ];
  test.each(cases)('%s', async (_name, path, body, init, status, message) => {
    const { handler, adapter } = setup();
    const response = await post(handler, path, body, init);
    expect(response.status).toBe(status);
    const { error } = await response.json();
    expect(error.message).toMatch(message);
    expect(error.code).toEqual(expect.any(String));
    expect(JSON.stringify(error)).not.toMatch(/\.ts:|\.js:/);
    expect(adapter.asks.length + adapter.warms.length).toBe(0);
  });

  test('another method', async () => {
    const { handler } = setup();
    const response = await handler(new Request('http://localhost/api/ask'));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await response.json()).error.message).toBe('GET is not allowed here; POST to …/ask.');
  });

  test('bytes that are not UTF-8', async () => {
    const { handler } = setup();
    const body = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    const response = await handler(
      new Request('http://localhost/warm', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    );
    expect(response.status).toBe(400);
  });
});

test.each([
  [{ prefixes: undefined as never }, 'createHandler: prefixes is undefined'],
  [{ maxBodyBytes: 0 }, 'createHandler: maxBodyBytes is 0; it must be a whole number, 1 or more'],
  [{ policy: { marginMs: Number.NaN } }, 'policy: marginMs is NaN'],
  [{ adapter: null as never }, 'createHandler: adapter is null'],
])('bad options are refused by name', (options, message) => {
  expect(() => createHandler({ adapter: scriptedAdapter<Prefix>(), prefixes: { doc }, ...options })).toThrow(message);
});
