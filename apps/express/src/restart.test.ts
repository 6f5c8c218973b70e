import { http } from '@forewarm/adapters/http';
import { AskObserver, type Adapter, type AskEvent, definePrefix, ForewarmClient, type Prefix } from '@forewarm/core';
import { createHandler, type Handler } from '@forewarm/server';
import { redisAnswers } from '@forewarm/server/answers';
import { collect, type RedisServer, startRedis } from '@forewarm/testing';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: RedisServer;
let admin: Redis;
beforeAll(async () => {
  server = await startRedis();
  admin = new Redis(server.port);
});
afterAll(async () => {
  admin.disconnect();
  await server.close();
});

const WORDS = 12;
const USAGE = { prompt: 10, cacheRead: 9, cacheWrite: 0, output: WORDS };
const REF = { id: 'doc' };

/** The words of the model's n-th answer: it never says the same twice. */
const wordsOf = (sample: number): string[] => Array.from({ length: WORDS }, (_, n) => `${sample}.${n} `);

/** A model all instances ask: what it was asked, and which of its answers still come. */
interface Model {
  asks: number;
  readonly coming: Set<number>;
  /** The most answers that came at once to instances that lived. */
  most: number;
}

/** An instance that can be lost with all its connections, and says nothing more to anybody. */
interface Instance {
  readonly handle: (request: Request) => Promise<Response>;
  readonly lose: () => Promise<void>;
}

async function openInstance(model: Model): Promise<Instance> {
  const redis = new Redis(server.port, { enableOfflineQueue: false });
  redis.on('error', () => null);
  await new Promise((resolve) => redis.once('ready', resolve));
  const lost = new AbortController();
  const adapter: Adapter<Prefix> = {
    name: 'sampling',
    warm: () => Promise.resolve({ status: 'skipped', reason: 'unsupported' }),
    async *ask({ hash }, _turn, { signal } = {}): AsyncGenerator<AskEvent> {
      const sample = ++model.asks;
      model.coming.add(sample);
      model.most = Math.max(model.most, model.coming.size);
      try {
        yield { type: 'start', hash };
        for (const text of wordsOf(sample)) {
          await new Promise((resolve) => setTimeout(resolve, 3));
          signal?.throwIfAborted();
          lost.signal.throwIfAborted();
          yield { type: 'text', text };
        }
        yield { type: 'finish', reason: 'stop', usage: USAGE, outcome: 'hit' };
      } finally {
        model.coming.delete(sample);
      }
    },
  };
  const handler: Handler = createHandler({
    adapter,
    prefixes: { doc: definePrefix({ model: 'm', system: 'A document.' }) },
    answers: redisAnswers({ redis }),
  });
  return {
    async handle(request) {
      if (lost.signal.aborted) throw new TypeError('fetch failed');
      const response = await Promise.race([handler(request), ends(lost.signal)]);
      return new Response(response.body?.pipeThrough(new TransformStream(), { signal: lost.signal }), response);
    },
    async lose() {
      redis.disconnect();
      model.coming.clear();
      lost.abort(new TypeError('terminated'));
      // Its last sign of life has run out.
      const signs = await admin.keys('*:alive');
      if (signs.length > 0) await admin.del(signs);
    },
  };
}

function ends(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/**
 * What happens to the n-th connection of an answer: it breaks, or its instance is lost, after so
 * many pieces; before its response for a negative count.
 */
interface Trouble {
  readonly after: number;
  readonly by: 'cut' | 'loss';
}

/** Sends each request to the next instance, and breaks its response as the troubles say. */
async function openBalancer(model: Model, troubles: readonly Trouble[]) {
  const instances = await Promise.all([openInstance(model), openInstance(model)]);
  let turn = 0;
  let connection = 0;
  const fetch = async (request: Request): Promise<Response> => {
    const at = turn++ % instances.length;
    const instance = instances[at]!;
    if (request.url.endsWith('/stop')) return instance.handle(request);
    const trouble = troubles[connection++];
    const strike = async (): Promise<void> => {
      if (trouble?.by !== 'loss') return;
      instances[at] = await openInstance(model);
      await instance.lose();
    };
    const leave = new AbortController();
    const answering = instance.handle(new Request(request, { signal: leave.signal }));
    if (trouble && trouble.after < 0) {
      answering.catch(() => null);
      if (trouble.after < -1) await new Promise((resolve) => setTimeout(resolve, 5));
      await strike();
      leave.abort();
      throw new TypeError('fetch failed');
    }
    const response = await answering;
    if (!trouble) return response;
    let left = trouble.after;
    const breaks = new TransformStream<Uint8Array, Uint8Array>({
      async transform(piece, controller) {
        if (left-- > 0) return controller.enqueue(piece);
        await strike();
        leave.abort();
        controller.error(new TypeError('terminated'));
      },
    });
    return new Response(response.body?.pipeThrough(breaks), response);
  };
  const close = (): Promise<unknown> => Promise.all(instances.map((instance) => instance.lose()));
  return { adapter: http({ fetch, resumeDelaysMs: [0, 5, 10] }), close };
}

const trouble = fc.record({
  after: fc.integer({ min: -2, max: WORDS + 3 }),
  by: fc.constantFrom('cut', 'cut', 'loss'),
}) as fc.Arbitrary<Trouble>;

test('whatever breaks, an answer is one answer of the model’s, whole, or can be asked again', async () => {
  let restarted = 0;
  let whole = 0;
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { maxLength: 5 }), async (troubles) => {
      const model: Model = { asks: 0, coming: new Set(), most: 0 };
      const { adapter, close } = await openBalancer(model, troubles);
      const { text, events, error } = await collect(adapter.ask(REF, { question: 'Q' }, { restarts: true }));
      cases++;
      const restarts = events.filter(({ type }) => type === 'restart').length;
      if (restarts > 0 && error === undefined) restarted++;
      const said = Array.from({ length: model.asks }, (_, n) => wordsOf(n + 1).join(''));
      if (error === undefined) whole++;
      const isOne = error === undefined ? said.includes(text) : ['', ...said].some((all) => all.startsWith(text));
      expect([text, isOne]).toEqual([text, true]);
      expect((error as { retryable?: boolean } | undefined)?.retryable ?? true).toBe(true);
      // One loss is made good without anybody’s doing, and costs one more ask; no cut costs any.
      const losses = troubles.filter(({ by }) => by === 'loss').length;
      expect(losses < 2 && troubles.length < 3 && error !== undefined).toBe(false);
      expect(restarts).toBeLessThanOrEqual(1);
      expect(model.asks).toBeLessThanOrEqual(1 + losses);
      expect(model.most).toBeLessThanOrEqual(1);
      await close();
    }),
    { numRuns: 150 },
  );
  expect([restarted > 10, whole > cases / 2]).toEqual([true, true]);
}, 120_000);

async function losing(): Promise<{ adapter: Adapter<typeof REF>; model: Model; close: () => Promise<unknown> }> {
  const model: Model = { asks: 0, coming: new Set(), most: 0 };
  return { model, ...(await openBalancer(model, [{ after: 6, by: 'loss' }])) };
}

test('an answer whose instance is lost half way is seen anew, and never as two', async () => {
  const { adapter, close } = await losing();
  const seen: string[] = [];
  const observer = new AskObserver(new ForewarmClient({ adapter }));
  observer.subscribe(() => seen.push(observer.getSnapshot().answer));
  const done = await observer.ask(REF, 'Q');
  expect(done).toMatchObject({ status: 'done', restarted: true, answer: wordsOf(2).join('') });
  const mixed = seen.filter((answer) => ![1, 2].some((n) => wordsOf(n).join('').startsWith(answer)));
  expect(mixed).toEqual([]);
  await close();
});

test('it ends in an error for whoever can’t forget what came', async () => {
  const { adapter, close, model } = await losing();
  const { text, error } = await collect(adapter.ask(REF, { question: 'Q' }));
  expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
  expect(text).not.toBe('');
  expect([wordsOf(1).join('').startsWith(text), model.asks]).toEqual([true, 1]);
  await close();
});
