import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import {
  AskObserver,
  definePrefix,
  type ForewarmEvent,
  ForewarmClient,
  type PrefixRef,
  memoryStore,
} from '@forewarm/core';
import { speculativeAnswers } from '@forewarm/core/speculation';
import { createHandler, type Handler, type HandlerOptions } from '@forewarm/server';
import { memoryAnswers, redisAnswers } from '@forewarm/server/answers';
import { rateLimits } from '@forewarm/server/limits';
import { redisStore } from '@forewarm/server/redis';
import { createSimulator, type Simulator } from '@forewarm/simulator';
import { collect, startRedis } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

const CONTEXT = Array.from({ length: 2_000 }, (_, n) => `Line ${n}: topic${n} does thing${n % 91}.`).join('\n');
const REF: PrefixRef = { id: 'doc' };
const Q = { question: 'What does topic7 do?' };

interface Stack {
  readonly simulator: Simulator;
  readonly client: ForewarmClient<PrefixRef>;
  /** What happened in the page, and at each handler, as `type reason`. */
  readonly told: string[];
  readonly served: string[];
  /** The calls that went over the wire, with their bodies. */
  readonly calls: { readonly path: string; readonly body: string }[];
  readonly handlers: readonly Handler[];
  /** Another tab of the same page. */
  readonly tab: () => ForewarmClient<PrefixRef>;
  /** Sends everything to another handler from now on. */
  readonly turnTo: (handler: number) => void;
  /** Has the network lose calls of a path. */
  readonly fail: (path: string) => void;
}

/**
 * The whole kit in one process; where there are two handlers, what tells of an adoption comes to
 * the second.
 */
async function stack(options: Partial<HandlerOptions>[] = [{}], isOn = true): Promise<Stack> {
  const simulator = createSimulator({ latency: 'cookbook', timeScale: 0.1 });
  const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    simulator.fetch(new Request(url, init));
  const sdk = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
  const prefixes = { doc: definePrefix({ model: 'claude-sonnet-4-6', system: CONTEXT }) };
  const served: string[] = [];
  const handlers = options.map((each) =>
    createHandler({
      adapter: anthropic({ client: sdk }),
      prefixes,
      speculativeAnswers: isOn,
      onEvent: (event) => served.push(named(event)),
      ...each,
    }),
  );
  const calls: Stack['calls'] = [];
  let at = 0;
  let failing = '';
  const adapter = http({
    async fetch(request) {
      const path = new URL(request.url).pathname.split('/').at(-1)!;
      calls.push({ path, body: await request.clone().text() });
      if (path === failing) return Response.error();
      return handlers[path === 'adopt' ? handlers.length - 1 : at]!(request);
    },
  });
  const tab = (): ForewarmClient<PrefixRef> => {
    const made = new ForewarmClient({ adapter, speculation: speculativeAnswers() });
    onTestFinished(() => made.dispose());
    return made;
  };
  const told: string[] = [];
  const client = new ForewarmClient({
    adapter,
    speculation: speculativeAnswers(),
    onEvent: (event) => told.push(named(event)),
  });
  onTestFinished(() => client.dispose());
  await client.warm(REF);
  served.length = told.length = calls.length = 0;
  const turnTo = (n: number): void => void (at = n);
  const fail = (path: string): void => void (failing = path);
  return { simulator, client, told, served, calls, handlers, tab, turnTo, fail };
}

const named = (event: ForewarmEvent): string => ('reason' in event ? `${event.type} ${event.reason}` : event.type);
const paths = ({ calls }: Stack): string[] => calls.map(({ path }) => path);
const asks = ({ simulator }: Stack): number => simulator.requests.filter(({ maxTokens }) => maxTokens! > 1).length;

async function redis(port: number): Promise<Redis> {
  const client = new Redis(port, '127.0.0.1');
  onTestFinished(() => client.disconnect());
  return client;
}

describe('an answer begun before its question is sent', () => {
  test.each([
    ['by one handler', [{}]],
    ['by one that keeps answers and signs turns', [{ answers: memoryAnswers(), signTurns: 'x'.repeat(32) }]],
  ])('is the answer to it, whole, for one request: %s', async (_how, options) => {
    const set = await stack(options);
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(asks(set)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(set.served).toEqual(['speculation-begun']);
    const { events, text, error } = await collect(set.client.ask(REF, Q));
    expect(error).toBeUndefined();
    expect(events[0]).toMatchObject({ type: 'adopted' });
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit', usage: { cacheWrite: 0 } });
    expect(asks(set)).toBe(1);
    expect(paths(set)).toEqual(['speculate', 'adopt']);
    // As the same question is answered without.
    const again = await collect(set.client.ask(REF, Q));
    expect(text).toBe(again.text);
    const life = ['ask-started', 'first-token', 'ask-finished'];
    expect(set.served.slice(0, 5)).toEqual(['speculation-begun', 'speculation-adopted', ...life]);
    expect(set.told.slice(0, 5)).toEqual(['speculation-begun', 'ask-started', 'speculation-adopted', ...life.slice(1)]);
  });

  test('is adopted at another instance, by way of Redis, and kept there to go on with', async () => {
    const server = await startRedis();
    onTestFinished(() => server.close());
    const instance = async (): Promise<Partial<HandlerOptions>> => {
      const store = redisStore({ redis: await redis(server.port) });
      onTestFinished(store.close);
      return { store, answers: redisAnswers({ redis: await redis(server.port) }) };
    };
    const set = await stack([await instance(), await instance()]);
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(asks(set)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { events, error } = await collect(set.client.ask(REF, Q));
    expect(error).toBeUndefined();
    expect([events[0]!.type, events.at(-1)!.type, asks(set)]).toEqual(['adopted', 'finish', 1]);
    expect(paths(set)).toEqual(['speculate', 'adopt']);
  });

  test('of a draft that changes is ended at the provider, and nothing of it is anywhere but in its own request', async () => {
    const set = await stack([{ answers: memoryAnswers() }]);
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(asks(set)).toBe(1));
    set.client.speculations!.drop('changed');
    await vi.waitFor(() => expect(set.simulator.requests.at(-1)!.aborted).toBe(true));
    await vi.waitFor(() => expect(set.served).toEqual(['speculation-begun', 'speculation-discarded left']));
    expect(set.told).toEqual(['speculation-begun', 'speculation-discarded changed']);
    expect([paths(set), set.handlers[0]!.streaming()]).toEqual([['speculate'], 0]);
  });

  test('is not begun on a prefix that is not warm at the server', async () => {
    const store = { ...memoryStore(), get: () => null };
    const set = await stack([{ store }]);
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(set.told).toEqual(['speculation-begun', 'speculation-discarded failed']));
    expect(asks(set)).toBe(0);
  });

  test('that may not be asked is asked as a question, and refused as one', async () => {
    const limits = rateLimits({ asks: { total: { max: 1, perSeconds: 60 } } });
    const set = await stack([{ limits }]);
    await collect(set.client.ask(REF, { question: 'Before.' }));
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(asks(set)).toBe(2));
    const { error } = await collect(set.client.ask(REF, Q));
    expect(error).toMatchObject({ code: 'rate-limited', status: 429 });
    await vi.waitFor(() => expect(set.simulator.requests.at(-1)!.aborted).toBe(true));
    expect(set.served.filter((type) => type === 'ask-started').length).toBe(1);
  });

  test('is counted by a limit of its own', async () => {
    const set = await stack([{ limits: rateLimits({ speculations: { total: { max: 1, perSeconds: 60 } } }) }]);
    for (const question of ['One?', 'Two?']) {
      set.client.speculate(REF, { question });
      await vi.waitFor(() => expect(set.calls.length).toBeGreaterThan(0));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(set.told.slice(-1)).toEqual(['speculation-discarded failed']);
    const { error } = await collect(set.client.ask(REF, Q));
    expect(error).toBeUndefined();
  });
});

describe('a server that does not offer it', () => {
  test('says so, and the page never asks again; questions are answered as ever', async () => {
    const set = await stack([{}], false);
    set.client.speculate(REF, Q);
    await vi.waitFor(() => expect(set.told.length).toBe(2));
    expect(set.client.speculate(REF, { question: 'Next?' })).toEqual({ status: 'skipped', reason: 'not-offered' });
    const { error } = await collect(set.client.ask(REF, Q));
    expect([error, paths(set), set.served[0]]).toEqual([undefined, ['speculate', 'ask'], 'ask-started']);
  });
});

describe('whatever becomes of it meanwhile, the question is answered', () => {
  /** Begins an answer, and waits until it has words to show. */
  async function begun(set: Stack, question = Q): Promise<void> {
    set.client.speculate(REF, question);
    await vi.waitFor(() => expect(asks(set)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 400));
  }

  test.each([
    ['and the page has heard of it', 50],
    ['while its first words are shown', 0],
  ])('its instance dies between begin and adopt, %s', async (_when, waitMs) => {
    const set = await stack([{}, {}]);
    await begun(set);
    set.turnTo(1);
    const died = set.handlers[0]!.drain(1);
    if (waitMs > 0) await died;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const observer = new AskObserver(set.client);
    expect(await observer.ask(REF, Q.question)).toMatchObject({ status: 'done', outcome: 'hit' });
    await died;
    expect(set.handlers[0]!.streaming()).toBe(0);
  });

  test('the news of the adoption is lost, or refused: the question is asked', async () => {
    const set = await stack();
    set.fail('adopt');
    await begun(set);
    const observer = new AskObserver(set.client);
    const state = await observer.ask(REF, Q.question);
    expect(state).toMatchObject({ status: 'done', outcome: 'hit' });
    expect(paths(set)).toEqual(['speculate', 'adopt', 'ask']);
    await vi.waitFor(() => expect(set.handlers[0]!.streaming()).toBe(0));
  });

  test('the draft is dropped in the moment of the submit', async () => {
    const set = await stack();
    await begun(set);
    const answer = collect(set.client.ask(REF, Q));
    set.client.speculations!.drop('changed');
    const { error, text } = await answer;
    expect([error, text === '']).toEqual([undefined, false]);
  });

  test('another tab has added a turn: what was begun without it is no answer', async () => {
    const set = await stack();
    await begun(set);
    const grown = { ...REF, thread: [{ question: 'Before?', answer: 'Yes.' }] };
    const { events, error } = await collect(set.client.ask(grown, Q));
    expect([error, events[0]!.type, paths(set)]).toEqual([undefined, 'start', ['speculate', 'ask']]);
    expect(set.told).toContain('speculation-discarded asked');
  });

  test('two tabs begin the same: each adopts its own', async () => {
    const set = await stack();
    const other = set.tab();
    set.client.speculate(REF, Q);
    await other.warm(REF);
    other.speculate(REF, Q);
    await vi.waitFor(() => expect(asks(set)).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const both = await Promise.all([collect(set.client.ask(REF, Q)), collect(other.ask(REF, Q))]);
    expect(both.map(({ events }) => events[0]!.type)).toEqual(['adopted', 'adopted']);
    expect(asks(set)).toBe(2);
  });
});

test('where one engine serves both, a question ends what was begun before it is sent', async () => {
  const set = await stack([{ speculativeAnswers: { yields: true } }]);
  set.client.speculate(REF, Q);
  await vi.waitFor(() => expect(asks(set)).toBe(1));
  const other = new ForewarmClient<PrefixRef>({ adapter: http({ fetch: set.handlers[0]! }) });
  const { error } = await collect(other.ask(REF, { question: 'Mine first.' }));
  expect(error).toBeUndefined();
  expect(set.simulator.requests.find(({ maxTokens }) => maxTokens! > 1)!.aborted).toBe(true);
  expect(set.served).toContain('speculation-discarded asked');
});

test('where the page does not begin answers ahead, a question is sent as it ever was', async () => {
  const set = await stack([{}]);
  const off = new ForewarmClient<PrefixRef>({
    adapter: http({
      async fetch(request) {
        set.calls.push({ path: 'off', body: await request.clone().text() });
        return set.handlers[0]!(request);
      },
    }),
  });
  await collect(off.ask(REF, Q));
  expect(set.calls.map(({ path }) => path)).toEqual(['off']);
  const asked = { prefix: REF, question: Q.question, waitedMs: 0, answer: expect.any(String) };
  expect(JSON.parse(set.calls[0]!.body)).toEqual(asked);
});
