import { sharedStore } from './sharing.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Adapter, AskEvent, CallOptions, WarmResult } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import type { ForewarmEvent } from './events.js';
import { definePolicy, type PolicyOptions } from '../policy/policyOptions.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import type { Usage } from '../adapter/usage.js';

const REF: PrefixRef = { id: 'doc' };
const wrote: Usage = { prompt: 1000, cacheRead: 0, cacheWrite: 990, output: 0 };
const read: Usage = { prompt: 1010, cacheRead: 990, cacheWrite: 0, output: 5 };

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const later = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** A backend whose warm takes 20 s and whose answer begins after 2 s. */
class Backend implements Adapter<PrefixRef> {
  readonly name = 'backend';
  warms: CallOptions[] = [];
  asks: { question: string; options: CallOptions }[] = [];
  onWarm = async ({ signal }: CallOptions): Promise<WarmResult> => {
    await later(20_000, signal);
    return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: wrote, ttlMs: 300_000 };
  };

  warm(_prefix: PrefixRef, options: CallOptions = {}): Promise<WarmResult> {
    this.warms.push(options);
    return this.onWarm(options);
  }

  async *ask(
    _prefix: PrefixRef,
    { question }: { question: string },
    options: CallOptions = {},
  ): AsyncGenerator<AskEvent> {
    this.asks.push({ question, options });
    await later(2_000, options.signal);
    yield { type: 'start', hash: 'h' };
    yield { type: 'text', text: ' \n' };
    yield { type: 'text', text: 'Yes.' };
    await later(1_000, options.signal);
    yield { type: 'finish', reason: 'stop', usage: read, outcome: 'hit', ttlMs: 300_000 };
  }
}

function set(policy: PolicyOptions = {}): {
  backend: Backend;
  cache: ForewarmClient<PrefixRef>;
  events: ForewarmEvent[];
} {
  const backend = new Backend();
  const events: ForewarmEvent[] = [];
  return {
    backend,
    cache: new ForewarmClient({
      adapter: backend,
      policy: definePolicy(policy),
      onEvent: (event) => events.push(event),
    }),
    events,
  };
}

async function collect(answer: AsyncIterable<AskEvent>): Promise<AskEvent[]> {
  const all: AskEvent[] = [];
  for await (const event of answer) all.push(event);
  return all;
}

const types = (events: ForewarmEvent[]): string[] => events.map(({ type }) => type);

test('another prefix says that what was warm no longer counts; one that grew by a turn does not', async () => {
  const { backend, cache } = set();
  backend.onWarm = async () => ({ status: 'warmed', hash: 'h', method: 'zero-tokens', usage: wrote, ttlMs: 300_000 });
  await cache.warm(REF);
  const grown = { ...REF, thread: [{ question: 'a', answer: 'b' }] };
  const other = { ...REF, params: { model: 'b' } };
  cache.switched(REF, grown);
  cache.switched(REF, other);
  expect([cache.status(grown).status, cache.status(other)]).toEqual([
    'cold',
    expect.objectContaining({ reason: 'switched' }),
  ]);
  await cache.warm(other);
  expect(cache.status(other).status).toBe('fresh');
});

describe('one warm', () => {
  test('for any number of triggers while it is in flight and while it is fresh', async () => {
    const { backend, cache } = set();
    for (let n = 0; n < 50; n++) {
      cache.intend(REF, 'focus');
      cache.intend({ id: 'doc', params: {} }, 'keystroke');
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(30_000);
    cache.intend(REF, 'keystroke');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(backend.warms).toHaveLength(1);
    expect(cache.status(REF)).toMatchObject({ status: 'fresh', expiresAt: 1_300_000 });
  });

  test('and another once the TTL, counted from the start of the request, has run to its margin', async () => {
    const { backend, cache } = set();
    await Promise.all([cache.warm(REF), vi.advanceTimersByTimeAsync(20_000)]);
    vi.setSystemTime(1_000_000 + 289_999);
    cache.intend(REF, 'focus');
    expect(backend.warms).toHaveLength(1);
    vi.setSystemTime(1_000_000 + 290_000);
    cache.intend(REF, 'focus');
    expect(backend.warms).toHaveLength(2);
    cache.dispose();
  });

  test('the status turns stale by itself while somebody looks, and no timer is left afterwards', async () => {
    const { cache } = set();
    const seen: string[] = [];
    const leave = cache.subscribe(REF, () => seen.push(cache.status(REF).status));
    await Promise.all([cache.warm(REF), vi.advanceTimersByTimeAsync(300_000)]);
    expect(seen).toEqual(['warming', 'fresh', 'stale']);
    leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('typing', () => {
  test('is acted on at the first keystroke, then at a pause', async () => {
    const { backend, cache } = set({ backOffMs: 0 });
    backend.onWarm = async () => Promise.reject(new ForewarmError('upstream', 'no'));
    cache.intend(REF, 'keystroke');
    expect(backend.warms).toHaveLength(1);
    for (let n = 0; n < 10; n++) {
      await vi.advanceTimersByTimeAsync(100);
      cache.intend(REF, 'keystroke');
    }
    expect(backend.warms).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(backend.warms).toHaveLength(2);
  });

  test('a submit cancels what is only scheduled', async () => {
    const { backend, cache } = set({ backOffMs: 0 });
    backend.onWarm = async () => Promise.reject(new ForewarmError('upstream', 'no'));
    cache.intend(REF, 'keystroke');
    await vi.advanceTimersByTimeAsync(100);
    cache.intend(REF, 'keystroke');
    await Promise.all([collect(cache.ask(REF, { question: 'q' })), vi.advanceTimersByTimeAsync(5_000)]);
    expect(backend.warms).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('signs while a warm is in flight', () => {
  test('hold nothing, since nobody awaits what they come to', async () => {
    const { cache, backend, events } = set({ debounceMs: 0 });
    cache.intend(REF, 'focus');
    await vi.advanceTimersByTimeAsync(0);
    const timers = vi.getTimerCount();
    for (let n = 0; n < 100; n++) cache.intend(REF, 'keystroke');
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(timers);
    expect(events.filter(({ type }) => type === 'warm-joined').length).toBe(100);
    expect(backend.warms.length).toBe(1);
  });
});

describe('an ask', () => {
  test('joins the warm in flight, says how long it waited, and refreshes the entry', async () => {
    const { backend, cache, events } = set();
    void cache.warm(REF);
    await vi.advanceTimersByTimeAsync(3_000);
    const [answer] = await Promise.all([
      collect(cache.ask(REF, { question: 'q' })),
      vi.advanceTimersByTimeAsync(30_000),
    ]);
    expect(answer.slice(0, 3)).toMatchObject([
      { type: 'join', waitedMs: null },
      { type: 'join', waitedMs: 17_000 },
      { type: 'start', waitedMs: 17_000, drifted: false },
    ]);
    expect(backend.asks).toHaveLength(1);
    expect(backend.asks[0]!.options.expectHash).toBe('h');
    expect(types(events)).toEqual([
      'warm-started',
      'warmed',
      'ask-joined',
      'ask-started',
      'first-token',
      'ask-finished',
    ]);
    expect(events.find(({ type }) => type === 'first-token')).toMatchObject({
      waitedMs: 17_000,
      modelMs: 2_000,
      joined: true,
    });
    expect(cache.status(REF).expiresAt).toBe(1_020_000 + 300_000);
  });

  test('goes alone when the warm takes longer than joinTimeoutMs', async () => {
    const { cache, events } = set({ joinTimeoutMs: 5_000 });
    void cache.warm(REF);
    await Promise.all([collect(cache.ask(REF, { question: 'q' })), vi.advanceTimersByTimeAsync(8_000)]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ask-joined', waitedMs: 5_000, timedOut: true }));
    expect(types(events)).toContain('ask-finished');
    cache.dispose();
  });

  test('waits no longer than that in all, where it has waited elsewhere already', async () => {
    const { cache, backend } = set({ joinTimeoutMs: 5_000 });
    void cache.warm(REF);
    void collect(cache.ask(REF, { question: 'a' }, { waitedMs: 3_000 }));
    void collect(cache.ask(REF, { question: 'b' }, { waitedMs: 5_000 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.asks.map(({ question }) => question)).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(backend.asks.map(({ question }) => question)).toEqual(['b', 'a']);
    expect(backend.asks[1]!.options.waitedMs).toBe(2_000);
    await vi.advanceTimersByTimeAsync(30_000);
  });

  test('does not wait where the policy says never', async () => {
    const { cache, backend } = set({ join: 'never' });
    void cache.warm(REF);
    void collect(cache.ask(REF, { question: 'q' }));
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.asks).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30_000);
  });

  test('runs although the warm failed, hung or was skipped', async () => {
    for (const onWarm of [
      async () => Promise.reject(new Error('boom')),
      async () => new Promise<never>(() => {}),
      async () => ({ status: 'skipped', reason: 'below-minimum' }) as const,
    ]) {
      const { backend, cache } = set({ joinTimeoutMs: 1_000, warmTimeoutMs: 2_000 });
      backend.onWarm = onWarm;
      const warm = cache.warm(REF);
      const [answer] = await Promise.all([
        collect(cache.ask(REF, { question: 'q' })),
        vi.advanceTimersByTimeAsync(10_000),
      ]);
      expect(answer.at(-1)).toMatchObject({ type: 'finish' });
      expect((await warm).status).not.toBe('warmed');
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  test('counts as warmth: no warm during it nor after it', async () => {
    const { backend, cache } = set();
    const answer = collect(cache.ask(REF, { question: 'q' }));
    await vi.advanceTimersByTimeAsync(500);
    expect(await cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'ask-in-flight' });
    await vi.advanceTimersByTimeAsync(5_000);
    await answer;
    expect(await cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'fresh' });
    expect(backend.warms).toHaveLength(0);
  });

  test('that is stopped while it waits never reaches the backend; stopped later it closes it', async () => {
    const { backend, cache, events } = set();
    void cache.warm(REF);
    const early = new AbortController();
    const first = collect(cache.ask(REF, { question: 'q' }, { signal: early.signal })).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    early.abort('enough');
    expect(await first).toBe('enough');
    expect(backend.asks).toHaveLength(0);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ask-stopped', joining: true, totalMs: 100 }));
    expect(types(events)).not.toContain('ask-started');
    await vi.advanceTimersByTimeAsync(20_000);

    const late = new AbortController();
    const second = collect(cache.ask(REF, { question: 'q' }, { signal: late.signal })).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2_500);
    late.abort('enough');
    expect(await second).toBe('enough');
    expect(backend.asks[0]!.options.signal!.aborted).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ask-stopped', joining: false, totalMs: 2_500 }));
    expect(types(events).filter((type) => type === 'ask-stopped')).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('whose reader leaves while it waits for a warm is stopped too', async () => {
    const { backend, cache, events } = set();
    void cache.warm(REF);
    const answer = cache.ask(REF, { question: 'q' });
    expect(await answer.next()).toMatchObject({ value: { type: 'join', waitedMs: null } });
    await answer.return();
    expect(types(events)).toEqual(['warm-started', 'ask-stopped']);
    expect(backend.asks).toHaveLength(0);
  });

  test('that goes silent ends with an error that says so', async () => {
    const { backend, cache } = set({ askTimeoutMs: 10_000 });
    backend.ask = async function* (_prefix, _turn, options) {
      yield { type: 'start', hash: 'h' };
      await later(1e9, options?.signal);
    };
    const failure = collect(cache.ask(REF, { question: 'q' })).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await failure).toMatchObject({ code: 'timeout', retryable: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('whose stream ends without a finish fails, and says it may be asked again', async () => {
    const { backend, cache } = set();
    backend.ask = async function* () {
      yield { type: 'start', hash: 'h' };
    };
    await expect(collect(cache.ask(REF, { question: 'q' }))).rejects.toMatchObject({
      code: 'stream-cut',
      retryable: true,
    });
  });

  test('based on another prefix than was warmed is reported as drifted', async () => {
    const { backend, cache, events } = set();
    await Promise.all([cache.warm(REF), vi.advanceTimersByTimeAsync(20_000)]);
    backend.ask = async function* () {
      yield { type: 'start', hash: 'other' };
      yield { type: 'finish', reason: 'stop', usage: read, outcome: 'miss' };
    };
    const [start] = await collect(cache.ask(REF, { question: 'q' }));
    expect(start).toMatchObject({ drifted: true });
    expect(events).toContainEqual(expect.objectContaining({ type: 'prefix-drifted', expected: 'h', actual: 'other' }));
  });

  test('that does not tell its prefix, as a route without the kit, has not drifted', async () => {
    const { backend, cache, events } = set();
    await Promise.all([cache.warm(REF), vi.advanceTimersByTimeAsync(20_000)]);
    backend.ask = async function* () {
      yield { type: 'start', hash: '' };
      yield { type: 'finish', reason: 'stop', usage: read, outcome: 'hit' };
    };
    const [start] = await collect(cache.ask(REF, { question: 'q' }));
    expect(start).toMatchObject({ drifted: false });
    expect(types(events)).not.toContain('prefix-drifted');
  });
});

test('a listener that throws keeps nobody else from hearing', async () => {
  const spoken = vi.spyOn(console, 'error').mockReturnValue();
  const { cache, events } = set();
  const second: string[] = [];
  cache.onEvent(() => {
    throw new Error('mine');
  });
  cache.onEvent(({ type }) => second.push(type));
  await Promise.all([collect(cache.ask(REF, { question: 'q' })), vi.advanceTimersByTimeAsync(5_000)]);
  expect(second).toEqual(types(events));
  expect(spoken).toHaveBeenCalled();
});

test('a store that is down costs neither the warm nor the ask, and is told of once', async () => {
  const down = async (): Promise<never> => Promise.reject(new Error('store down'));
  const subscribe = (): never => {
    throw new Error('store down');
  };
  const events: ForewarmEvent[] = [];
  const cache = new ForewarmClient({
    adapter: new Backend(),
    store: sharedStore({ get: down, set: down, lock: down, isLocked: down, subscribe }),
    onEvent: (event) => void events.push(event),
  });
  const [report] = await Promise.all([cache.warm(REF), vi.advanceTimersByTimeAsync(25_000)]);
  expect(report).toMatchObject({ status: 'warmed', wrote: true });
  const [answer] = await Promise.all([collect(cache.ask(REF, { question: 'q' })), vi.advanceTimersByTimeAsync(5_000)]);
  expect(answer.at(-1)).toMatchObject({ type: 'finish' });
  const told = events.filter(({ type }) => type.startsWith('store-'));
  expect(told).toMatchObject([{ type: 'store-degraded', error: { message: expect.stringContaining('store down') } }]);
});

test.each([{}, { get: () => null }])('what is no store is refused by name', (store) => {
  expect(() => sharedStore(store as never)).toThrow(
    'sharedStore: store is an object; it must be a store with get, set, lock, isLocked, subscribe',
  );
  expect(() => new ForewarmClient({ adapter: new Backend(), store: store as never })).toThrow(
    'ForewarmClient: store is an object; it must be a store of the kit, or made by sharedStore',
  );
});

test('an entry with a life of sixty days sets no timer that fires at once', async () => {
  const { backend, cache } = set();
  backend.onWarm = async () => {
    return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: wrote, ttlMs: 60 * 86_400_000 };
  };
  await cache.warm(REF);
  const leave = cache.subscribe(REF, () => null);
  const fired = vi.spyOn(globalThis, 'setTimeout');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fired).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(60 * 86_400_000);
  expect(cache.status(REF).status).toBe('stale');
  leave();
});
