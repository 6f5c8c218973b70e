import { http } from '@forewarm/adapters/http';
import type { AskEvent, PrefixRef } from '@forewarm/core';
import { durableStore } from '@forewarm/server/durable-object';
import { type Gateway, openRedisRest, type RedisRest, type RedisServer, startRedis } from '@forewarm/testing';
import { describeStore } from '@forewarm/testing/store';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Inside, Told } from './inside.js';
import { openRuntime, type Served } from './open.js';
import { RUNTIMES } from './runtimes.js';
import { ANSWER, BREAKS, openBackend, openBadLine, openModel, SLOW } from './surroundings.js';

const name = process.env['RUNTIME'] ?? 'node-20';
const { tcp } = RUNTIMES[name]!;

let model: Gateway;
let redis: RedisServer;
let carrier: Redis;
let rest: RedisRest;
let served: Served;
beforeAll(async () => {
  model = await openModel();
  redis = await startRedis();
  carrier = new Redis(redis.url);
  rest = await openRedisRest(carrier);
  served = await openRuntime(name, { upstream: model.url, redis: redis.url, rest });
});
afterAll(async () => {
  await served?.close();
  await model?.close();
  await rest?.close();
  carrier?.disconnect();
  await redis?.close();
});

let documents = 0;
/** A document of its own for each test. */
const document = (manner = ''): PrefixRef => ({
  id: 'document',
  params: { name: `Document ${documents++} ${manner}`.trim() },
});
const at = (path: string, headers: Record<string, string> = {}): ReturnType<typeof http> =>
  http({ url: `${served.url}/${path}`, headers });
const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${served.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const asked = { question: 'What is a pager?' };
const slowly = { question: `Tell it ${SLOW}.` };

interface Answer {
  readonly text: string;
  readonly outcome: string | undefined;
}

async function answerOf(events: AsyncIterable<AskEvent>): Promise<Answer> {
  let text = '';
  let outcome: string | undefined;
  for await (const event of events) {
    if (event.type === 'text') text += event.text;
    if (event.type === 'finish') outcome = event.outcome;
  }
  return { text, outcome };
}

/** The requests to the model about a document. */
const toModel = (prefix: PrefixRef): Gateway['passed'] =>
  model.passed.filter(({ body }) =>
    body.includes(`${JSON.stringify(nameOf(prefix)).replaceAll('"', String.raw`\"`)}.`),
  );
const nameOf = ({ params }: PrefixRef): string => params?.['name'] as string;

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function warmedThenHit(adapter: ReturnType<typeof http>): Promise<void> {
  const prefix = document();
  expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed', wrote: true });
  expect(await answerOf(adapter.ask(prefix, asked))).toEqual({ text: ANSWER, outcome: 'hit' });
}

/** Begins an answer ahead; again while the server still ends the question before it. */
async function begunAhead(
  path: string,
  prefix: PrefixRef,
  adoption: Promise<void>,
): Promise<{ readonly answer: Promise<Answer> }> {
  for (;;) {
    const answer = answerOf(at(path).ask(prefix, slowly, { adoption }));
    let refused: unknown = null;
    answer.catch((thrown: unknown) => (refused = thrown));
    await until(() => refused !== null || toModel(prefix).length === 2);
    if (refused === null) return { answer };
    expect(refused).toMatchObject({ status: 409 });
  }
}

describe('handler', () => {
  test('an ask after a warm is a hit', () => warmedThenHit(at('plain')));

  test('one handler, made at module level, serves request after request', async () => {
    const prefix = document();
    expect(await at('plain').warm(prefix)).toMatchObject({ status: 'warmed', wrote: true });
    expect(await at('plain').warm(prefix)).toMatchObject({ status: 'warmed', wrote: false });
    const answers = [await answerOf(at('plain').ask(prefix, asked)), await answerOf(at('plain').ask(prefix, asked))];
    expect(answers.map(({ outcome }) => outcome)).toEqual(['hit', 'hit']);
  });

  test('two warms at once are one, and an ask joins it', async () => {
    const prefix = document(SLOW);
    const warms = [at('plain').warm(prefix), at('plain').warm(prefix)];
    await until(() => toModel(prefix).length > 0);
    const answer = await answerOf(at('plain').ask(prefix, asked));
    expect(answer).toEqual({ text: ANSWER, outcome: 'hit' });
    const results = await Promise.all(warms);
    expect(results.map(({ status }) => status)).toEqual(['warmed', 'warmed']);
    expect(toModel(prefix)).toHaveLength(2);
  });

  test('many asks at once', async () => {
    const prefix = document();
    await at('plain').warm(prefix);
    const answers = await Promise.all(Array.from({ length: 8 }, () => answerOf(at('plain').ask(prefix, asked))));
    expect(answers).toEqual(answers.map(() => ({ text: ANSWER, outcome: 'hit' })));
  });

  test('whoever leaves ends the model’s work', async () => {
    const prefix = document();
    const end = new AbortController();
    const events = at('plain').ask(prefix, slowly, { signal: end.signal });
    await expect(
      (async () => {
        for await (const { type } of events) if (type === 'text') end.abort(new Error('enough'));
      })(),
    ).rejects.toThrow('enough');
    await until(() => toModel(prefix)[0]!.closed);
    await warmedThenHit(at('plain'));
  });

  test.each(['plain', 'kept'])('an answer begun before its question goes on when that is sent: %s', async (path) => {
    const prefix = document();
    await at(path).warm(prefix);
    let send = (): void => {};
    const adoption = new Promise<void>((resolve) => (send = resolve));
    const begun = await begunAhead(path, prefix, adoption);
    send();
    expect(await begun.answer).toEqual({ text: ANSWER, outcome: 'hit' });
    expect(toModel(prefix)).toHaveLength(2);
  });

  test('a question ends an answer that was begun before another, where one engine serves both', async () => {
    const prefix = document();
    await at('plain').warm(prefix);
    const begun = await begunAhead('plain', prefix, new Promise(() => {}));
    expect(await answerOf(at('plain').ask(prefix, asked))).toEqual({ text: ANSWER, outcome: 'hit' });
    await expect(begun.answer).rejects.toThrow('asked');
    await until(() => toModel(prefix)[1]!.closed);
  });

  test('a stop ends the model’s work on an answer that is kept', async () => {
    const prefix = document();
    const answer = await post('kept/ask', { prefix, ...slowly });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let read = '';
    while (!read.includes('text-delta')) read += (await reader.read()).value;
    const [, id] = /"messageId":"([^"]+)"/.exec(read)!;
    expect((await post('kept/stop', { answer: id })).status).toBe(204);
    // Its reader has not left: only the stop can have ended it.
    await until(() => toModel(prefix)[0]!.closed);
    await reader.cancel();
    await warmedThenHit(at('kept'));
  });

  test('an answer goes on where its connection broke', async () => {
    const prefix = document();
    const line = await openBadLine(served.url);
    const answer = await answerOf(http({ url: `${line.url}/kept` }).ask(prefix, slowly));
    expect(answer.text).toBe(ANSWER);
    expect(line.passed.map(({ path }) => path)).toEqual(['/kept/ask', '/kept/resume']);
    expect(toModel(prefix)).toHaveLength(1);
    await line.close();
  });

  test('a stream of the model’s that is cut is told as one', async () => {
    const adapter = at('plain');
    const cut = answerOf(adapter.ask(document(), { question: `Say ${SLOW} what ${BREAKS}.` }));
    await expect(cut).rejects.toMatchObject({ code: 'stream-cut' });
    await warmedThenHit(adapter);
  });

  test('a warm goes on when whoever asked for it has left', async () => {
    const prefix = document(SLOW);
    const end = new AbortController();
    const warm = at('plain').warm(prefix, { signal: end.signal });
    await until(() => toModel(prefix).length > 0);
    end.abort(new Error('left'));
    await expect(warm).rejects.toThrow('left');
    expect(await answerOf(at('plain').ask(prefix, asked))).toMatchObject({ outcome: 'hit' });
    expect(toModel(prefix).map(({ closed }) => closed)).toEqual([false, false]);
  });

  test('limits count requests and open answers', async () => {
    const user = at('limited', { 'x-user': 'one' });
    const prefix = document();
    const events = user.ask(prefix, slowly);
    await events[Symbol.asyncIterator]().next();
    await expect(answerOf(user.ask(prefix, asked))).rejects.toMatchObject({ code: 'rate-limited', status: 429 });
    await answerOf(events);
    await expect(answerOf(user.ask(prefix, asked))).rejects.toMatchObject({ code: 'rate-limited', status: 429 });
    expect(await answerOf(at('limited', { 'x-user': 'other' }).ask(prefix, asked))).toMatchObject({ text: ANSWER });
  });
});

describe('faces', () => {
  test.for(['hono', 'next'])('%s', (face) => warmedThenHit(at(face)));
  test.for(tcp ? ['node', 'express', 'fastify'] : [])('%s', (face) =>
    warmedThenHit(http({ url: `${served.faces[face]}/${face}` })),
  );
});

describe('http', () => {
  const inside = async (init: Inside): Promise<Told> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${served.url}/inside`, { method: 'POST', headers, body: JSON.stringify(init) });
    return (await response.json()) as Told;
  };
  const whole = { text: ANSWER, outcome: 'hit', error: null };

  test('with a handler in the same process', async () => {
    expect(await inside({ url: '', name: nameOf(document()), question: 'What is a pager?' })).toMatchObject(whole);
  });

  test('with a handler on another server', async () => {
    const { url, close } = await openBackend(model.url);
    expect(await inside({ url, name: nameOf(document()), question: 'What is a cursor?' })).toMatchObject(whole);
    close();
  });

  test('goes on where its connection broke', async () => {
    const { url, close } = await openBackend(model.url);
    const line = await openBadLine(url);
    expect(await inside({ url: line.url, name: nameOf(document()), question: slowly.question })).toMatchObject(whole);
    expect(line.passed.map(({ path }) => path)).toEqual(['/warm', '/ask', '/resume']);
    await line.close();
    close();
  });

  test('stops the answer it leaves', async () => {
    const { url, close } = await openBackend(model.url);
    const prefix = document();
    const left = { url, name: nameOf(prefix), question: slowly.question, leave: true };
    expect(await inside(left)).toMatchObject({ error: null, outcome: null });
    await until(() => toModel(prefix)[1]!.closed);
    close();
  });
});

describe('adapters', () => {
  test.for(['anthropic', 'openai', 'openai-compatible', 'ai-sdk'])('%s', (adapter) =>
    warmedThenHit(at(adapter === 'anthropic' ? 'plain' : adapter)),
  );
});

describe('stores', () => {
  test('memory', () => warmedThenHit(at('plain')));
});

/** What instances share, by the handlers that use it. */
const SHARED = { Redis: 'redis', 'Redis over HTTP': 'rest', 'Durable Object': 'object' };
const isHere = { redis: tcp === true, rest: true, object: name === 'workerd' } as Record<string, boolean>;
const shared = Object.entries(SHARED).filter(([, handler]) => isHere[handler]);

describe('stores', () => {
  test.for(shared)('%s: what one instance has warmed, another asks', async ([, handler]) => {
    const prefix = document();
    const warms = await Promise.all([at(`${handler}-1`).warm(prefix), at(`${handler}-2`).warm(prefix)]);
    expect(warms.map(({ status }) => status)).toEqual(['warmed', 'warmed']);
    expect(toModel(prefix)).toHaveLength(1);
    expect(await answerOf(at(`${handler}-2`).ask(prefix, asked))).toMatchObject({ outcome: 'hit' });
  });

  const redises = shared.filter(([store]) => store.startsWith('Redis'));
  test.for(redises)('%s: an answer goes on at another instance', async ([, handler]) => {
    const line = await openBadLine(served.url);
    let path = `${handler}-1`;
    const fetchVia = (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url);
      const response = fetch(new Request(`${line.url}/${path}${pathname}`, request));
      path = `${handler}-2`;
      return response;
    };
    const answer = await answerOf(http({ url: '/', fetch: fetchVia }).ask(document(), slowly));
    expect(answer.text).toBe(ANSWER);
    expect(line.passed.map((passed) => passed.path)).toEqual([`/${handler}-1/ask`, `/${handler}-2/resume`]);
    await line.close();
  });

  test.for(redises)('%s: limits count for all instances together', async ([, handler]) => {
    const outcomes: string[] = [];
    for (let index = 0; index < 6; index++) {
      const answer = answerOf(at(`${handler}-${1 + (index % 2)}`).ask(document(), asked));
      outcomes.push(
        await answer.then(
          () => 'answered',
          (error: { code?: string }) => String(error.code),
        ),
      );
    }
    expect(outcomes).toContain('answered');
    expect(outcomes.at(-1)).toBe('rate-limited');
  });
});

if (isHere['object']) {
  /** The objects in the worker, through its door. */
  const namespace = {
    idFromName: (key: string) => key,
    get: (id: unknown) => ({
      fetch: (_url: string, init: RequestInit) =>
        fetch(`${served.url}/objects?name=${encodeURIComponent(String(id))}`, init),
    }),
  };
  const open = (): ReturnType<typeof durableStore> => durableStore({ namespace });
  describeStore('Durable Object', () => ({ stores: [open(), open()] }), { tells: false });
}
