import { definePolicy } from '../policy/policyOptions.js';
import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Adapter, AskEvent, CallOptions, WarmResult } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import type { ForewarmEvent } from './events.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import { memoryStore } from './memoryStore.js';
import { sharedStore } from './sharing.js';
import { fakeEnvironment, type FakeEnvironment } from '../testing/fakeEnvironment.js';
import { TRIGGERS } from '../policy/trigger.js';

const TTL_MS = 300_000;
const MARGIN_MS = 10_000;
const JOIN_TIMEOUT_MS = 15_000;
const WINDOW_MS = 600_000;
const TOKENS = 20_000;
const KEYS = ['a', 'b'];

type Step =
  | { readonly do: 'trigger'; readonly trigger: (typeof TRIGGERS)[number]; readonly key: string }
  | { readonly do: 'ask'; readonly key: string; readonly stopAfter: number | null }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'backend'; readonly mood: Mood }
  | { readonly do: 'switch'; readonly name: 'hidden' | 'offline' | 'killed'; readonly on: boolean };
type Mood = 'well' | 'fails' | 'limits' | 'hangs' | 'skips';

const key = fc.constantFrom(...KEYS);
const ms = fc.oneof(
  fc.integer({ min: 0, max: 400 }),
  fc.integer({ min: 0, max: 30_000 }),
  fc.integer({ min: 0, max: 400_000 }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('trigger' as const), trigger: fc.constantFrom(...TRIGGERS), key }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), key, stopAfter: fc.option(ms) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), ms }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('backend' as const),
      mood: fc.constantFrom<Mood>('well', 'fails', 'limits', 'hangs', 'skips'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('switch' as const),
      name: fc.constantFrom('hidden', 'offline', 'killed'),
      on: fc.boolean(),
    }),
  },
);

interface Write {
  readonly key: string;
  readonly at: number;
  ok: boolean;
}

/** A provider with its own cache: notes its warms, always answers. */
class Provider implements Adapter<PrefixRef> {
  readonly name = 'provider';
  mood: Mood = 'well';
  readonly writes: Write[] = [];
  readonly #world: FakeEnvironment;
  constructor(world: FakeEnvironment) {
    this.#world = world;
  }

  async warm({ id }: PrefixRef, { signal }: CallOptions = {}): Promise<WarmResult> {
    const write: Write = { key: id, at: this.#world.now(), ok: false };
    this.writes.push(write);
    const { mood } = this;
    if (mood === 'hangs')
      await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    await this.#after(10_000, signal);
    if (mood === 'fails') throw new ForewarmError('upstream', 'no');
    if (mood === 'limits') throw new ForewarmError('rate-limited', 'slow down', { retryAfterMs: 45_000 });
    if (mood === 'skips') return { status: 'skipped', reason: 'busy', retryAfterMs: 20_000 };
    write.ok = true;
    const usage = { prompt: TOKENS, cacheRead: 0, cacheWrite: TOKENS, output: 0 };
    return { status: 'warmed', hash: id, method: 'zero-tokens', usage, ttlMs: TTL_MS };
  }

  async *ask({ id }: PrefixRef, _turn: unknown, { signal }: CallOptions = {}): AsyncGenerator<AskEvent> {
    await this.#after(500, signal);
    yield { type: 'start', hash: id };
    yield { type: 'text', text: 'Yes.' };
    await this.#after(1_500, signal);
    const usage = { prompt: TOKENS, cacheRead: TOKENS, cacheWrite: 0, output: 2 };
    yield { type: 'finish', reason: 'stop', usage, outcome: 'hit', ttlMs: TTL_MS };
  }

  #after(wait: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const clear = this.#world.setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, wait);
      const onAbort = (): void => {
        clear();
        reject(signal!.reason);
      };
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}

interface Told {
  readonly events: ForewarmEvent[];
  readonly writes: readonly Write[];
  readonly asks: { readonly stopped: boolean; readonly error: unknown; readonly listeners: number }[];
  readonly timersLeft: number;
}

/** Locks nothing: the policy alone must keep writes apart. */
const NAIVE = sharedStore({
  get: () => null,
  set: () => {},
  lock: () => ({ renew: () => {}, release: () => {} }),
  isLocked: () => false,
  subscribe: () => () => {},
});

interface World {
  readonly join: 'wait' | 'race';
  readonly store: 'no' | 'memory' | 'naive';
  readonly warms: number;
  readonly tokens: number;
}

async function tell({ join, store, warms, tokens }: World, steps: readonly Step[]): Promise<Told> {
  const world = fakeEnvironment();
  const provider = new Provider(world);
  const stores = { no: undefined, memory: memoryStore({ now: world.now }), naive: NAIVE };
  const events: ForewarmEvent[] = [];
  let killed = false;
  const policy = definePolicy({
    triggers: TRIGGERS,
    join,
    budget: { windowMs: WINDOW_MS, warms, tokens },
    marginMs: MARGIN_MS,
    joinTimeoutMs: JOIN_TIMEOUT_MS,
    enabled: () => !killed,
  });
  const onEvent = (event: ForewarmEvent): void => void events.push(event);
  const cache = new ForewarmClient({ adapter: provider, environment: world, store: stores[store], policy, onEvent });
  const asks: Told['asks'] = [];
  const ask = async (id: string, stopAfter: number | null): Promise<void> => {
    const stop = new AbortController();
    const clear = stopAfter === null ? () => {} : world.setTimeout(() => stop.abort(new Error('stopped')), stopAfter);
    let error: unknown = null;
    try {
      for await (const event of cache.ask({ id }, { question: 'q' }, { signal: stop.signal })) void event;
    } catch (thrown) {
      error = thrown;
    }
    clear();
    const listeners = getEventListeners(stop.signal, 'abort').length;
    asks.push({ stopped: stop.signal.aborted, error, listeners });
  };
  for (const what of steps) {
    if (what.do === 'trigger') cache.intend({ id: what.key }, what.trigger);
    else if (what.do === 'ask') void ask(what.key, what.stopAfter);
    else if (what.do === 'pass') await world.advance(what.ms);
    else if (what.do === 'sleep') world.sleep(what.ms);
    else if (what.do === 'backend') provider.mood = what.mood;
    else if (what.name === 'killed') killed = what.on;
    else world.conditionsNow[what.name] = what.on;
  }
  // Long enough for every ask to end, and no longer: a leaked timer must still be visible.
  const asked = steps.filter((what) => what.do === 'ask').length;
  while (asks.length < asked) await world.advance(1_000);
  cache.dispose();
  await world.advance(0);
  return { events, writes: provider.writes, asks, timersLeft: world.timers() };
}

/** In CI ten thousand, locally fewer. `HISTORIES` sets another number. */
const RUNS = Number(process.env['HISTORIES'] ?? (process.env['CI'] ? 10_000 : 1_000));

test.each([
  ['wait', 'no'],
  ['race', 'no'],
  ['wait', 'memory'],
  ['race', 'memory'],
  ['wait', 'naive'],
  ['race', 'naive'],
] as const)(
  'whatever happens, with join %s and a %s store: no two writes in a TTL, no budget exceeded, nothing left behind, no wait too long, no ask lost',
  async (join, store) => {
    const history = fc.array(step, { minLength: 1, maxLength: 40 });
    const warms = fc.integer({ min: 1, max: 4 });
    const tokens = fc.integer({ min: TOKENS, max: 5 * TOKENS });
    await fc.assert(
      fc.asyncProperty(history, warms, tokens, async (steps, mostWarms, mostTokens) => {
        const told = await tell({ join, store, warms: mostWarms, tokens: mostTokens }, steps);
        const { events, writes, asks, timersLeft } = told;
        for (const id of KEYS) {
          const mine = writes.filter((write) => write.key === id);
          const soonest = mine
            .slice(1)
            .map((write, index) => (mine[index]!.ok ? write.at - mine[index]!.at : Infinity));
          expect(Math.min(Infinity, ...soonest)).toBeGreaterThanOrEqual(TTL_MS - MARGIN_MS);
        }
        for (const { at } of writes) {
          const within = writes.filter((other) => other.at > at - WINDOW_MS && other.at <= at);
          expect(within.length).toBeLessThanOrEqual(mostWarms);
          expect(within.filter(({ ok }) => ok).length * TOKENS).toBeLessThanOrEqual(mostTokens);
        }
        expect(timersLeft).toBe(0);
        const waits = events.map((event) => (event.type === 'ask-joined' ? event.waitedMs : 0));
        expect(Math.max(0, ...waits)).toBeLessThanOrEqual(JOIN_TIMEOUT_MS);
        for (const { stopped, error } of asks) expect(stopped || error === null).toBe(true);
        expect(asks.reduce((sum, { listeners }) => sum + listeners, 0)).toBe(0);
      }),
      { numRuns: RUNS / 4 },
    );
  },
  600_000,
);
