import { type Adapter, definePrefix, type Environment, type Prefix, systemEnvironment } from '@forewarm/core';
import { type RedisServer, type ScriptedAdapter, scriptedAdapter, startRedis, type Step, YES } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHandler, type Handler } from '../handler.js';
import type { AnswerStore } from './answerStore.js';
import { memoryAnswers } from './memoryAnswers.js';
import { redisAnswers } from './redisAnswers.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });
const text = (value: string): Step => ({ type: 'text', text: value });
const END = YES.at(-1)!;

let server: RedisServer;
const clients: Redis[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.close());
afterEach(() => clients.splice(0).forEach((client) => client.disconnect()));

async function redis(): Promise<Redis> {
  const client = new Redis(server.port, '127.0.0.1', { enableOfflineQueue: false, commandTimeout: 500 });
  client.on('error', () => null);
  clients.push(client);
  await new Promise((resolve) => client.once('ready', resolve));
  return client;
}

function serve(answers: AnswerStore, ask: readonly Step[]): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>({ ask });
  const identify = (request: Request): { user: string } => ({ user: request.headers.get('x-user') ?? 'ada' });
  return { adapter, handler: createHandler({ adapter, prefixes: { doc }, answers, identify }) };
}

const post = (handler: Handler, path: string, body: object, user = 'ada'): Promise<Response> =>
  handler(
    new Request(`http://localhost/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': user },
      body: JSON.stringify(body),
    }),
  );
const QUESTION = { prefix: { id: 'doc' }, question: 'Q' };

interface Reading {
  readonly id: string;
  /** Number of the last event. */
  after(): number;
  text(): string;
  until(what: string): Promise<void>;
  leave(): Promise<void>;
}

async function read(response: Response): Promise<Reading> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let all = '';
  const until = async (what: string): Promise<void> => {
    while (!all.includes(what)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`It ended before ${what}: ${all}`);
      all += value;
    }
  };
  await until('\n\n');
  return {
    id: /"messageId":"([^"]+)"/.exec(all)?.[1] ?? '',
    after: () =>
      Number(
        all
          .match(/^id: \d+$/gm)
          ?.at(-1)
          ?.slice(4) ?? 0,
      ),
    text: () => all,
    until,
    leave: () => reader.cancel(),
  };
}

/** The texts of an answer, in order. */
const deltas = (stream: string): string =>
  Array.from(stream.matchAll(/"delta":"([^"]*)"/g), ([, delta]) => delta).join('');

describe('in memory', () => {
  test('a reader that comes back goes on after the last event it had, and nothing is asked again', async () => {
    const { handler, adapter } = serve(memoryAnswers(), [YES[0]!, text('a'), text('b'), 60, text('c'), text('d'), END]);
    const first = await read(await post(handler, 'ask', QUESTION));
    await first.until('"b"');
    await first.leave();
    const rest = await (await post(handler, 'resume', { answer: first.id, after: first.after() })).text();
    expect([deltas(first.text()), deltas(rest)]).toEqual(['ab', 'cd']);
    expect(rest).toMatch(/\[DONE\]\n\n$/);
    expect(adapter.asks).toHaveLength(1);
    // Also after the end, from any event, while it is kept.
    const whole = await (await post(handler, 'resume', { answer: first.id, after: 0 })).text();
    expect(deltas(whole)).toBe('abcd');
  });

  test('two readers get the same, numbered without a gap', async () => {
    const { handler } = serve(memoryAnswers(), [YES[0]!, ...Array.from('abcdefgh', text), END]);
    const first = await read(await post(handler, 'ask', QUESTION));
    const second = (await post(handler, 'resume', { answer: first.id, after: 0 })).text();
    await first.until('[DONE]');
    expect(await second).toBe(first.text());
    expect(first.text().match(/^id: \d+$/gm)).toEqual(
      Array.from({ length: first.after() }, (_, index) => `id: ${index + 1}`),
    );
  });

  test('nobody else may go on with it, end it, or learn that it is there', async () => {
    const { handler, adapter } = serve(memoryAnswers(), [YES[0]!, 60_000]);
    const { id } = await read(await post(handler, 'ask', QUESTION));
    const stolen = await post(handler, 'resume', { answer: id, after: 0 }, 'eve');
    const nothing = await post(handler, 'resume', { answer: crypto.randomUUID(), after: 0 }, 'eve');
    expect([stolen.status, await stolen.text()]).toEqual([404, await nothing.text()]);
    expect((await post(handler, 'stop', { answer: id }, 'eve')).status).toBe(204);
    expect(adapter.asks[0]!.ended).toBe(false);
    expect((await post(handler, 'stop', { answer: id })).status).toBe(204);
    await expect.poll(() => adapter.asks[0]!.ended).toBe(true);
  });

  test('a place that is not in the answer is not found', async () => {
    const { handler } = serve(memoryAnswers(), YES);
    const reading = await read(await post(handler, 'ask', QUESTION));
    await reading.until('[DONE]');
    expect((await post(handler, 'resume', { answer: reading.id, after: 999 })).status).toBe(404);
    expect((await post(handler, 'resume', { answer: 'x', after: 0 })).status).toBe(400);
    expect((await post(handler, 'resume', { answer: reading.id, after: -1 })).status).toBe(400);
  });

  test('the model goes on for the grace without a reader, then is stopped; a complete answer is forgotten', async () => {
    const timers: { run: () => void; ms: number; live: boolean }[] = [];
    const environment: Environment = {
      ...systemEnvironment,
      // A slow machine ages nothing here.
      monotonic: () => 0,
      setTimeout(run, ms) {
        const timer = { run, ms, live: true };
        timers.push(timer);
        return () => void (timer.live = false);
      },
    };
    const due = (ms: number): typeof timers => timers.filter((timer) => timer.live && timer.ms === ms);
    const { handler, adapter } = serve(memoryAnswers({ graceMs: 7, keepMs: 90_000, environment }), [
      YES[0]!,
      text('a'),
      60_000,
    ]);
    const reading = await read(await post(handler, 'ask', QUESTION));
    await reading.until('"a"');
    expect(due(7)).toHaveLength(0);
    await reading.leave();
    expect(adapter.asks[0]!.ended).toBe(false);
    await expect.poll(() => due(7).length).toBe(1);
    due(7)[0]!.run();
    await expect.poll(() => due(90_000).length).toBe(1);
    expect(adapter.asks[0]!.ended).toBe(true);
    expect((await post(handler, 'resume', { answer: reading.id, after: 0 })).status).toBe(200);
    due(90_000)[0]!.run();
    expect((await post(handler, 'resume', { answer: reading.id, after: 0 })).status).toBe(404);
  });

  test('no more than so much of an answer, and so many answers, are held', async () => {
    const { handler } = serve(memoryAnswers({ maxLength: 2_000, maxAnswers: 2 }), [
      YES[0]!,
      ...Array.from({ length: 100 }, () => text('x'.repeat(50))),
      END,
    ]);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const reading = await read(await post(handler, 'ask', QUESTION));
      await reading.until('[DONE]');
      ids.push(reading.id);
      expect((await post(handler, 'resume', { answer: reading.id, after: 1 })).status).toBe(404);
      const tail = await (await post(handler, 'resume', { answer: reading.id, after: reading.after() - 5 })).text();
      expect(tail.length).toBeLessThan(2_000);
      expect(reading.text().endsWith(tail)).toBe(true);
    }
    expect((await post(handler, 'resume', { answer: ids[0], after: 104 })).status).toBe(404);
  });

  test('of all answers together no more than so much is held: the oldest goes first, also while it comes', async () => {
    const answers = memoryAnswers({ maxTotalLength: 10_000 });
    const { handler } = serve(answers, [YES[0]!, ...Array.from({ length: 60 }, () => text('x'.repeat(50))), END]);
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) {
      const reading = await read(await post(handler, 'ask', QUESTION));
      await reading.until('[DONE]');
      expect([reading.text().length > 5_000, reading.text().length < 10_000]).toEqual([true, true]);
      ids.push(reading.id);
    }
    const statuses = await Promise.all(
      ids.map(async (answer) => (await post(handler, 'resume', { answer, after: 0 })).status),
    );
    expect(statuses).toEqual([404, 404, 404, 200]);
  });

  test('what has been read is forgotten by and by while the answer comes, so that a long one stays small', async () => {
    let now = 0;
    const environment = { ...systemEnvironment, monotonic: () => now };
    const steps = function* (): Generator<Step> {
      yield YES[0]!;
      for (let n = 0; n < 100; n++) {
        now += 1_000;
        yield text(String(n % 10));
      }
      yield END;
    };
    const ask = { [Symbol.iterator]: steps } as unknown as Step[];
    const { handler } = serve(memoryAnswers({ environment, keepMs: 10_000 }), ask);
    const reading = await read(await post(handler, 'ask', QUESTION));
    await reading.until('[DONE]');
    expect(deltas(reading.text())).toHaveLength(100);
    expect((await post(handler, 'resume', { answer: reading.id, after: 50 })).status).toBe(404);
    const tail = await (await post(handler, 'resume', { answer: reading.id, after: reading.after() - 8 })).text();
    expect(reading.text().endsWith(tail)).toBe(true);
  });

  test('a slow reader slows the model', async () => {
    let made = 0;
    const many = function* (): Generator<Step> {
      yield YES[0]!;
      for (; made < 3_000; made++) yield text('x');
      yield END;
    };
    const { handler } = serve(memoryAnswers(), { [Symbol.iterator]: many } as unknown as Step[]);
    const reading = await read(await post(handler, 'ask', QUESTION));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(300);
    await reading.until('[DONE]');
    expect(made).toBe(3_000);
  });

  test.each([
    [{ graceMs: 0 }, 'graceMs is 0'],
    [{ maxLength: Number.NaN }, 'maxLength is NaN'],
  ])('bad options are refused by name', (options, message) => {
    expect(() => memoryAnswers(options)).toThrow(`memoryAnswers: ${message}`);
  });
});

test('a question that may have come before is refused where answers are not kept', async () => {
  const adapter = scriptedAdapter<Prefix>();
  const handler = createHandler({ adapter, prefixes: { doc } });
  const body = { ...QUESTION, answer: crypto.randomUUID(), again: true };
  expect((await post(handler, 'ask', body)).status).toBe(409);
  expect((await post(handler, 'ask', { ...body, again: undefined })).status).toBe(200);
  expect(adapter.asks).toHaveLength(1);
});

describe('in Redis', () => {
  const SLOW = [YES[0]!, text('a'), text('b'), 400, text('c'), text('d'), END];

  test('another instance goes on with it, while it comes and afterwards', async () => {
    const a = serve(redisAnswers({ redis: await redis() }), SLOW);
    const b = serve(redisAnswers({ redis: await redis() }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('"b"');
    await first.leave();
    await expect.poll(async () => (await post(b.handler, 'resume', { answer: first.id, after: 1 })).status).toBe(200);
    const rest = await (await post(b.handler, 'resume', { answer: first.id, after: first.after() })).text();
    expect(deltas(rest)).toBe('cd');
    expect(deltas(await (await post(b.handler, 'resume', { answer: first.id, after: 0 })).text())).toBe('abcd');
    expect((await post(b.handler, 'resume', { answer: first.id, after: 0 }, 'eve')).status).toBe(404);
    expect(b.adapter.asks).toHaveLength(0);
  });

  test('a reader elsewhere keeps the model going, and a stop elsewhere ends it', async () => {
    const a = serve(redisAnswers({ redis: await redis(), graceMs: 300 }), [
      YES[0]!,
      text('a'),
      1_500,
      text('b'),
      60_000,
    ]);
    const b = serve(redisAnswers({ redis: await redis() }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('"a"');
    await expect.poll(async () => (await post(b.handler, 'resume', { answer: first.id, after: 1 })).status).toBe(200);
    await first.leave();
    const second = await read(await post(b.handler, 'resume', { answer: first.id, after: first.after() }));
    await second.until('"b"');
    expect(a.adapter.asks[0]!.ended).toBe(false);
    await post(b.handler, 'stop', { answer: first.id });
    await expect.poll(() => a.adapter.asks[0]!.ended, { timeout: 5_000 }).toBe(true);
    await second.leave();
  });

  test('while Redis is down its own instance goes on; what another can’t have it is told', async () => {
    const a = serve(redisAnswers({ redis: await redis() }), SLOW);
    const b = serve(redisAnswers({ redis: await redis() }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('"b"');
    await server.crash();
    await first.leave();
    const elsewhere = await post(b.handler, 'resume', { answer: first.id, after: first.after() });
    // Not 404, which would be final: its own instance has it, and the next try may arrive there.
    expect([elsewhere.status, elsewhere.headers.get('retry-after')]).toEqual([503, '1']);
    const rest = await (await post(a.handler, 'resume', { answer: first.id, after: first.after() })).text();
    expect(deltas(rest)).toBe('cd');
    await server.restart();
  });

  test('an answer whose instance died ends with an error that can be retried', async () => {
    const dying = await redis();
    const a = serve(redisAnswers({ redis: dying }), [YES[0]!, text('a'), 60_000]);
    const client = await redis();
    const b = serve(redisAnswers({ redis: client }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('"a"');
    await expect.poll(async () => (await post(b.handler, 'resume', { answer: first.id, after: 1 })).status).toBe(200);
    // Its signs of life no longer reach Redis, and the last one expires.
    dying.disconnect();
    await client.del(`forewarm:answer:{${first.id}}:alive`);
    const rest = await (await post(b.handler, 'resume', { answer: first.id, after: 1 })).text();
    expect(rest).toContain('"code":"stream-cut","message":"The server that wrote this answer has gone');
    await first.leave();
  });

  const WORDS = Array.from('abcdefgh', text);

  interface Loss {
    /** Words before the instance was lost, and how many the reader reports. */
    readonly words: number;
    readonly had?: number | undefined;
    /** The model's second answer. */
    readonly second?: readonly Step[];
  }

  /** An answer whose instance is lost, resumed at another. */
  async function lost({ words, had, second = WORDS }: Loss) {
    const dying = await redis();
    const a = serve(redisAnswers({ redis: dying }), [YES[0]!, ...WORDS.slice(0, words), 60_000]);
    const client = await redis();
    const b = serve(redisAnswers({ redis: client }), [YES[0]!, ...second, END]);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    if (words > 0) await first.until(`"delta":"${'abc'[words - 1]}"`);
    const key = (what: string): string => `forewarm:answer:{${first.id}}:${what}`;
    for (const what of ['asked', 'alive']) await expect.poll(() => client.exists(key(what))).toBe(1);
    const body = { answer: first.id, after: first.after(), had };
    const lose = async (): Promise<void> => {
      dying.disconnect();
      await client.del(key('alive'));
    };
    const rest = (user?: string): Promise<string> => post(b.handler, 'resume', body, user).then((got) => got.text());
    return { first, b, rest, lose, client, key };
  }

  test.each([
    ['nothing has arrived', 0, WORDS],
    ['a little has arrived, and the model says the same', 2, WORDS],
    ['a little has arrived, and the model says something else', 2, [text('x'), text('y')]],
  ])('where its instance is lost in the first seconds another asks again and says so: %s', async (_, words, second) => {
    const { first, rest, b, lose } = await lost({ words, had: words, second });
    await lose();
    const events: string[] = [];
    b.handler.client.onEvent(({ type }) => void events.push(type));
    const told = await rest();
    const said = second.map((step) => (step as { text: string }).text).join('');
    // Whole and under its own id, so that the reader can drop the first and resume the second.
    expect(deltas(told)).toBe(said);
    expect(told).not.toContain(first.id);
    const [start, restart] = told.split('\n\n');
    expect(start).toMatch(/^id: 1\ndata: \{"type":"start","messageId":"[0-9a-f-]{36}"\}$/);
    expect(restart).toBe('id: 2\ndata: {"type":"data-forewarm","id":"forewarm","data":{"restart":true}}');
    expect(events.slice(0, 2)).toEqual(['ask-restarted', 'ask-started']);
    const [again] = /[0-9a-f-]{36}/.exec(start!)!;
    expect((await post(b.handler, 'resume', { answer: again, after: 3 })).status).toBe(200);
    // Later readers of the first get the same second answer: the model is asked again once.
    expect(deltas(await rest())).toBe(said);
    expect(await rest('eve')).toContain('not-found');
    expect(b.adapter.asks).toHaveLength(1);
    await first.leave();
  });

  test.each([
    ['of much that arrived', { words: 2, had: 2_001 }],
    ['of which something can’t be taken back', { words: 2 }],
  ])('an answer %s is not asked again: it ends as one that broke off', async (_, loss) => {
    const { first, rest, b, lose } = await lost(loss);
    await lose();
    expect(await rest()).toContain('"code":"stream-cut"');
    expect(b.adapter.asks).toHaveLength(0);
    await first.leave();
  });

  test('nor is one that is lost later', async () => {
    const { first, rest, b, lose, client, key } = await lost({ words: 1, had: 1 });
    await lose();
    expect(await client.pttl(key('asked'))).toBeLessThanOrEqual(20_000);
    await client.del(key('asked'));
    expect(await rest()).toContain('"code":"stream-cut"');
    expect(b.adapter.asks).toHaveLength(0);
    await first.leave();
  });

  test('what the other instance passes on counts too', async () => {
    const client = await redis();
    const dying = await redis();
    const a = serve(redisAnswers({ redis: dying }), [YES[0]!, text('a'), text('x'.repeat(2_000)), 60_000]);
    const b = serve(redisAnswers({ redis: client }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('xxx');
    await expect.poll(() => client.llen(`forewarm:answer:{${first.id}}:events`)).toBe(6);
    dying.disconnect();
    await client.del(`forewarm:answer:{${first.id}}:alive`);
    const rest = await (await post(b.handler, 'resume', { answer: first.id, after: 4, had: 1 })).text();
    expect(deltas(rest)).toHaveLength(2_000);
    expect(rest).toContain('"code":"stream-cut"');
    expect(b.adapter.asks).toHaveLength(0);
    await first.leave();
  });

  test('an instance that was only slow to say that it lives is stopped once another has taken its place', async () => {
    const client = await redis();
    const a = serve(redisAnswers({ redis: await redis() }), [YES[0]!, text('a'), 60_000]);
    const b = serve(redisAnswers({ redis: client }), YES);
    const first = await read(await post(a.handler, 'ask', QUESTION));
    await first.until('"a"');
    const alive = `forewarm:answer:{${first.id}}:alive`;
    const rest = post(b.handler, 'resume', { answer: first.id, after: first.after(), had: 1 }).then((got) =>
      got.text(),
    );
    await expect
      .poll(async () => [await client.del(alive), a.adapter.asks[0]!.ended][1], { timeout: 5_000, interval: 20 })
      .toBe(true);
    expect(deltas(await rest)).toBe('Yes.');
    await first.leave();
  });

  test('a question that comes twice under one name is asked once, wherever it comes', async () => {
    const [a, b] = [
      serve(redisAnswers({ redis: await redis() }), SLOW),
      serve(redisAnswers({ redis: await redis() }), SLOW),
    ];
    const answers = Array.from({ length: 20 }, async () => {
      const body = { ...QUESTION, answer: crypto.randomUUID(), again: true };
      const both = await Promise.all([a, b, a].map(async ({ handler }) => (await post(handler, 'ask', body)).text()));
      const stolen = await post(b.handler, 'ask', body, 'eve');
      return [...both.map(deltas), stolen.status];
    });
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, () => ['abcd', 'abcd', 'abcd', 404]));
    expect(a.adapter.asks.length + b.adapter.asks.length).toBe(20);
  });

  test('a question whose instance is lost before anything arrives is asked once more under its name', async () => {
    const dying = await redis();
    const client = await redis();
    const a = serve(redisAnswers({ redis: dying }), [60_000]);
    const b = serve(redisAnswers({ redis: client }), SLOW);
    const body = { ...QUESTION, answer: crypto.randomUUID() };
    const first = await post(a.handler, 'ask', body);
    dying.disconnect();
    await client.del(`forewarm:answer:{${body.answer}}:alive`);
    const rest = await (await post(b.handler, 'ask', { ...body, again: true })).text();
    expect(deltas(rest)).toBe('abcd');
    expect([a.adapter.asks.length, b.adapter.asks.length]).toEqual([1, 1]);
    await first.body!.cancel();
  });

  test('a sign of life of the model reaches a reader at another instance', async () => {
    const thinking: Adapter<Prefix> = {
      name: 'thinking',
      warm: () => Promise.resolve({ status: 'skipped', reason: 'unsupported' }),
      async *ask({ hash }, _turn, options) {
        yield { type: 'start', hash };
        const timer = setInterval(() => options?.alive?.(), 20);
        await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve)).finally(() =>
          clearInterval(timer),
        );
      },
    };
    const options = { adapter: thinking, prefixes: { doc }, heartbeatMs: 50 };
    const a = createHandler({ ...options, answers: redisAnswers({ redis: await redis() }) });
    const b = createHandler({ ...options, answers: redisAnswers({ redis: await redis() }) });
    const first = await read(await post(a, 'ask', QUESTION));
    for (const handler of [a, b]) {
      const rest = await read(await post(handler, 'resume', { answer: first.id, after: 0 }));
      await rest.until(':alive\n\n');
      expect(rest.text()).toContain('"type":"start"');
      await rest.leave();
    }
    await first.leave();
    await post(a, 'stop', { answer: first.id });
  });
});
