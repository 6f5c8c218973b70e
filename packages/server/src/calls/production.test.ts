import { definePrefix, ForewarmError, type Prefix } from '@forewarm/core';
import { controlledEnvironment, scriptedAdapter, type Script, type ScriptedAdapter, YES } from '@forewarm/testing';
import { describe, expect, test, vi } from 'vitest';
import { createHandler, type Handler } from '../handler.js';
import { rateLimits } from '../limits/rateLimits.js';
import type { HandlerOptions } from '../options.js';
import type { AnswerStore, Succession } from '../resume/answerStore.js';
import { memoryAnswers } from '../resume/memoryAnswers.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });

function setup(
  options: Partial<HandlerOptions> = {},
  script: Script<Prefix> = {},
): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>(script);
  const identify = (request: Request): { user?: string } => ({ user: request.headers.get('x-user') ?? 'ada' });
  return { adapter, handler: createHandler({ adapter, prefixes: { doc }, identify, ...options }) };
}

const QUESTION = { prefix: { id: 'doc' }, question: 'Q' };

const post = (
  handler: Handler,
  path: string,
  over: object = {},
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> =>
  handler(
    new Request(`http://localhost/api/${path}`, {
      method: 'POST',
      body: JSON.stringify({ ...QUESTION, ...over }),
      ...init,
      headers: { 'content-type': 'application/json', ...headers },
    }),
  );

const LONG = [YES[0]!, YES[1]!, 60_000, ...YES.slice(2)];

describe('limits', () => {
  const one = { max: 1, perSeconds: 60 };

  test('a refused warm is 200 and skipped, a refused ask is 429 with retry-after', async () => {
    const { handler, adapter } = setup({ limits: rateLimits({ warms: { user: one }, asks: { user: one } }) });
    expect(await (await post(handler, 'warm')).json()).toMatchObject({ status: 'warmed' });
    const warm = await post(handler, 'warm');
    const { retryAfterMs, ...skipped } = await warm.json();
    expect([warm.status, skipped]).toEqual([200, { status: 'skipped', reason: 'user-limit' }]);
    expect(retryAfterMs).toBeGreaterThan(0);

    expect((await post(handler, 'ask')).status).toBe(200);
    const ask = await post(handler, 'ask');
    const { error } = await ask.json();
    expect([ask.status, error.code, error.retryable]).toEqual([429, 'rate-limited', true]);
    expect(Number(ask.headers.get('retry-after'))).toBe(Math.ceil(error.retryAfterMs / 1000));
    expect((await post(handler, 'ask', {}, { headers: { 'x-user': 'bob' } })).status).toBe(200);
    expect(adapter.warms).toHaveLength(1);
  });

  test.each(['user', 'address', 'prefix', 'total'] as const)(
    'per %s, warms and asks apart: each refusal says so',
    async (by) => {
      const off = { user: null, address: null, prefix: null, total: null };
      const quotas = { ...off, [by]: one };
      const { handler } = setup({ limits: rateLimits({ warms: quotas, asks: quotas }) });
      const from = (path: string): Promise<Response> =>
        handler(
          new Request(`http://localhost/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"prefix":{"id":"doc"},"question":"Q"}',
          }),
          { address: '10.0.0.1' },
        );
      expect(await (await from('ask')).text()).toContain('"type":"finish"');
      // The ask left the entry fresh, without spending a warm.
      expect(await (await from('warm')).json()).toMatchObject({ status: 'warmed', wrote: false });
      const warm = await from('warm');
      expect([warm.status, await warm.json()]).toEqual([
        200,
        { status: 'skipped', reason: `${by}-limit`, retryAfterMs: expect.any(Number) },
      ]);
      const ask = await from('ask');
      expect([ask.status, ask.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)]);
    },
  );

  test.each([
    ['tokens', { budget: { tokens: 45_000 } }],
    ['cost', { budget: { cost: 0.17 }, rates: { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 } }],
    ['warms', { budget: { warms: 1 } }],
  ] as const)('a budget in %s ends warming with 200 and a reason; asks go on', async (kind, policy) => {
    const prefixes = Object.fromEntries(
      ['a', 'b', 'c'].map((id) => [id, definePrefix({ model: 'm', system: id.repeat(40_000) })]),
    );
    const { handler, adapter } = setup({ prefixes, policy });
    const warm = async (id: string): Promise<{ status: string; reason?: string }> =>
      (await post(handler, 'warm', { prefix: { id } })).json();
    expect(await warm('a')).toMatchObject({ status: 'warmed' });
    const second = await post(handler, 'warm', { prefix: { id: 'b' } });
    expect([second.status, await second.json()]).toEqual([
      200,
      { status: 'skipped', reason: `budget-${kind}`, retryAfterMs: expect.any(Number) },
    ]);
    expect(adapter.warms).toHaveLength(1);
    expect(await (await post(handler, 'ask', { prefix: { id: 'b' } })).text()).toContain('"type":"finish"');
  });

  test('calls about answers there are count too: a resume beyond the limit is 429 and leaves no stream behind', async () => {
    const limits = rateLimits({ resumes: { user: { max: 2, perSeconds: 60 } } });
    const { handler } = setup({ limits, answers: memoryAnswers() });
    const text = await (await post(handler, 'ask')).text();
    const answer = /"messageId":"([^"]+)"/.exec(text)![1];
    const again = (): Promise<Response> => post(handler, 'resume', { answer, after: 0 });
    expect(await (await again()).text()).toBe(text);
    expect((await post(handler, 'resume', { answer: crypto.randomUUID(), after: 0 })).status).toBe(404);
    const refused = await again();
    expect([refused.status, refused.headers.has('retry-after'), handler.streaming()]).toEqual([429, true, 0]);
    expect((await post(handler, 'stop', { answer })).status).toBe(429);
  });

  test('a client is counted by the address it is given, not by what it says', async () => {
    const { handler } = setup({ identify: undefined, limits: rateLimits({ asks: { address: one } }) });
    const ask = (address: string): Promise<Response> =>
      handler(
        new Request('http://localhost/ask', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': String(Math.random()) },
          body: '{"prefix":{"id":"doc"},"question":"Q"}',
        }),
        { address },
      );
    expect((await ask('10.0.0.1')).status).toBe(200);
    expect((await ask('10.0.0.1')).status).toBe(429);
    expect((await ask('10.0.0.2')).status).toBe(200);
  });

  test('an answer takes a place until it ends, however it ends', async () => {
    const { handler } = setup({ limits: rateLimits({ asks: { user: null }, streams: 1 }) }, { ask: LONG });
    const reading = await post(handler, 'ask');
    expect((await (await post(handler, 'ask')).json()).error.message).toMatch(/too many answers open at once/);
    await reading.body!.cancel();
    const stop = new AbortController();
    const second = await post(handler, 'ask', {}, { signal: stop.signal });
    expect([second.status, (await post(handler, 'ask')).status]).toEqual([200, 429]);
    // Nobody reads its stream: the signal must be enough.
    stop.abort();
    expect((await post(handler, 'ask')).status).toBe(200);
  });

  test('limits that fail are a fault of the server, and let nobody through', async () => {
    const limits = { count: () => Promise.reject(new Error('redis://secret')), openStream: async () => () => {} };
    const { handler, adapter } = setup({ limits, onError: () => null });
    const response = await post(handler, 'ask');
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(adapter.asks).toHaveLength(0);
  });

  test('answers that can’t be kept fail alone: neither place nor stream stays open', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('The store is down.'));
    const answers = { keep: fail, resume: fail, stop: fail };
    const { handler } = setup({ answers, limits: rateLimits({ streams: 1 }), onError: () => null });
    const statuses = [await post(handler, 'ask'), await post(handler, 'ask')].map(({ status }) => status);
    expect([statuses, handler.streaming()]).toEqual([[500, 500], 0]);
  });

  test('an answer asked again that can’t be kept breaks off, and leaves no stream open', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('The store is down.'));
    const succeed = async (): Promise<Succession> => ({ id: crypto.randomUUID(), asked: JSON.stringify(QUESTION) });
    const answers: AnswerStore = {
      keep: fail,
      resume: async (_ref, _after, _reader, again) => ({ chunks: again!(succeed), signs: () => 0 }),
      stop: fail,
    };
    const { handler } = setup({ answers });
    const response = await post(handler, 'resume', { answer: crypto.randomUUID(), after: 0, had: 0 });
    expect(await response.text()).toContain('stream-cut');
    expect(handler.streaming()).toBe(0);
  });

  const turn = { question: 'Q', answer: 'A' };
  test.each([
    [{ maxThreadTurns: 2 }, { thread: [turn, turn, turn] }, 413, 'The thread has 3 turns; at most 2 are allowed.'],
    [{ maxParamsLength: 10 }, { params: { a: '123456' } }, 413, 'parameters have 14 characters; at most 10'],
  ])('sizes: %j', async (options, over, status, message) => {
    const { handler } = setup(options);
    for (const path of ['warm', 'ask']) {
      const response = await post(handler, path, { prefix: { id: 'doc', ...over } });
      expect([response.status, (await response.json()).error.message]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    }
  });

  test('headers that are too long are 431', async () => {
    const response = await post(setup().handler, 'ask', {}, { headers: { cookie: 'x'.repeat(17_000) } });
    expect(response.status).toBe(431);
  });
});

test('names of prefixes are told only where everybody may ask about all', async () => {
  const wrong = { prefix: { id: 'nope' } };
  const message = async (handler: Handler): Promise<string> =>
    (await (await post(handler, 'ask', wrong)).json()).error.message;
  expect(await message(setup().handler)).toBe('There is no prefix "nope" here; this server has: doc.');
  expect(await message(setup({ authorize: () => true }).handler)).toBe('There is no prefix "nope" here.');
});

describe('drain', () => {
  test('takes nothing new, waits for answers under way, then ends them with an error that can be retried', async () => {
    const { handler } = setup({}, { ask: LONG });
    const answer = (await post(handler, 'ask')).text();
    expect(handler.streaming()).toBe(1);
    const drained = handler.drain(20);
    const late = await post(handler, 'ask');
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await (await post(handler, 'warm')).json()).toEqual({
      status: 'skipped',
      reason: 'draining',
      retryAfterMs: 1_000,
    });
    await drained;
    const text = await answer;
    expect(text).toContain('"delta":"Yes."');
    expect(text).toContain('"code":"stream-cut"');
    expect(text).toMatch(/\[DONE\]\n\n$/);
    expect(handler.streaming()).toBe(0);
  });

  test('a question that had come before is waited for though it is still being looked up who asks', async () => {
    let known = (): void => {};
    const identify = (): Promise<null> => new Promise((resolve) => (known = () => resolve(null)));
    const { handler } = setup({ identify }, { ask: [YES[0]!, YES[1]!, 30, ...YES.slice(2)] });
    const answer = post(handler, 'ask');
    let isDrained = false;
    const drained = handler.drain(10_000).then(() => (isDrained = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isDrained).toBe(false);
    known();
    expect(await (await answer).text()).toContain('"type":"finish"');
    await drained;
  });

  test('one that begins after the time is over is told to come again at once', async () => {
    let known = (): void => {};
    const identify = (): Promise<null> => new Promise((resolve) => (known = () => resolve(null)));
    const { handler } = setup({ identify }, { ask: LONG });
    const answer = post(handler, 'ask');
    const drained = handler.drain(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    known();
    expect(await (await answer).text()).toContain('"code":"stream-cut"');
    await drained;
  });

  test('a warm that hangs holds up nothing, nor does one who is looked up for ever for longer than it may', async () => {
    const warming = setup({}, { warm: () => new Promise(() => {}) });
    void post(warming.handler, 'warm');
    await expect.poll(() => warming.adapter.warms).toHaveLength(1);
    await warming.handler.drain(60_000);
    warming.handler.client.dispose();

    const asking = setup({ identify: () => new Promise(() => {}) });
    void post(asking.handler, 'ask');
    await asking.handler.drain(20);
    expect(asking.handler.streaming()).toBe(0);
  });

  test('an answer that ends in time is whole', async () => {
    const { handler } = setup({}, { ask: [YES[0]!, YES[1]!, 30, ...YES.slice(2)] });
    const answer = (await post(handler, 'ask')).text();
    await handler.drain(10_000);
    expect(await answer).toContain('"type":"finish"');
  });
});

test.each<() => unknown>([
  () => {
    throw new Error('The logger failed.');
  },
  () => Promise.reject(new Error('The logger failed.')),
])('a hook for errors that fails itself takes no response with it', async (onError) => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { handler } = setup({
    authorize() {
      throw new Error('The rule failed.');
    },
    onError,
  });
  const response = await post(handler, 'ask');
  expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('failed.')]);
  expect(logged).toHaveBeenCalledWith('forewarm: onError failed.', new Error('The logger failed.'));
  logged.mockRestore();
});

test.each([204, 302, 1000])('an error’s status that no error can have is 502: %i', async (status) => {
  const { handler } = setup({
    authorize() {
      throw new ForewarmError('upstream', 'The directory of users said something else.', { status });
    },
  });
  expect((await post(handler, 'ask')).status).toBe(502);
});

test('heartbeats go out while nothing else does, and only then', async () => {
  const environment = controlledEnvironment();
  const { handler } = setup({ environment, heartbeatMs: 15_000 }, { ask: LONG });
  const reader = (await post(handler, 'ask')).body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('Yes.')) text += (await reader.read()).value;
  expect(text).not.toContain(':\n\n');
  for (let n = 0; n < 3; n++) {
    let given: string | undefined;
    const next = reader.read().then(({ value }) => (given = value));
    await environment.advance(14_999);
    expect(given).toBeUndefined();
    await environment.advance(1);
    expect(await next).toBe(':\n\n');
  }
  await reader.cancel();
});

test('what a backend said stays here; the client is told what to do', async () => {
  const cause = new Error('POST /v1/messages');
  const error = new ForewarmError('rate-limited', 'organization 5f3c-secret is over its limit', {
    status: 429,
    retryAfterMs: 7_000,
    cause,
  });
  const { handler } = setup({}, { ask: [YES[0]!, error], warm: error });
  const warm = await (await post(handler, 'warm')).text();
  const ask = await (await post(handler, 'ask')).text();
  for (const text of [warm, ask]) {
    expect(text).toContain('The model’s rate limit is reached');
    expect(text).toContain('"retryAfterMs":7000');
    expect(text).not.toMatch(/secret|v1\/messages/);
  }
});
