import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Adapter, AskEvent, WarmResult } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import { memoryStore } from './memoryStore.js';
import { definePolicy, type PolicyOptions } from '../policy/policyOptions.js';
import { definePrefix, type Prefix } from '../prefix/prefix.js';
import { prefixTexts } from '../prefix/tokens.js';
import { ForewarmClient } from './ForewarmClient.js';
import type { SharedStore } from './sharing.js';
import { fakeEnvironment, type FakeEnvironment } from '../testing/fakeEnvironment.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';

const HOUR_MS = 3_600_000;
const WARM_MS = 20_000;
const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };
/** The size of the cookbook's C source. */
const C_SOURCE = { characters: 405_841, tokens: 151_629 };
const page = (id: number, text: string): Prefix => definePrefix({ model: 'm', system: `${id}${text}` });
const cSource = (id: number): Prefix => page(id, 'x'.repeat(C_SOURCE.characters - 1));
const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } } as const;
const picture = (id: number): Prefix => definePrefix({ model: 'm', system: [{ type: 'text', text: `${id}` }, image] });
/** The dearest possible tokenizer: a token per byte. */
const bytes = (prefix: Prefix): number => Buffer.byteLength(prefixTexts(prefix).join(''));

/** Counts tokens in its own way, reads all anew, and notes when, on the monotonic clock. */
class Counting implements Adapter<Prefix> {
  readonly name = 'counting';
  readonly read: { readonly at: number; readonly tokens: number }[] = [];
  onWarm = async (): Promise<void> => {};
  isCounted = true;
  readonly #world: FakeEnvironment;
  readonly #count: (prefix: Prefix) => number;
  constructor(world: FakeEnvironment, count: (prefix: Prefix) => number) {
    this.#world = world;
    this.#count = count;
  }

  async warm(prefix: Prefix): Promise<WarmResult> {
    const tokens = this.#count(prefix);
    this.read.push({ at: this.#world.monotonic(), tokens });
    await new Promise<void>((resolve) => this.#world.setTimeout(resolve, WARM_MS));
    await this.onWarm();
    const usage = this.isCounted ? { prompt: tokens, cacheRead: 0, cacheWrite: tokens, output: 0 } : UNKNOWN_USAGE;
    return { status: 'warmed', hash: prefix.hash, method: 'zero-tokens', usage, ttlMs: 300_000 };
  }

  async *ask(prefix: Prefix): AsyncGenerator<AskEvent> {
    const prompt = this.#count(prefix) + 8;
    yield { type: 'start', hash: prefix.hash };
    const usage = { prompt, cacheRead: 0, cacheWrite: prompt, output: 1 };
    yield { type: 'finish', reason: 'stop', usage, outcome: 'miss', ttlMs: 300_000 };
  }

  /** The most read within any window. */
  most(windowMs = HOUR_MS): number {
    const within = (end: number): number =>
      this.read.reduce((sum, { at, tokens }) => sum + (at > end - windowMs && at <= end ? tokens : 0), 0);
    return Math.max(0, ...this.read.map(({ at }) => within(at)));
  }
}

function setup(
  budget: PolicyOptions['budget'],
  count: (prefix: Prefix) => number,
  { world = fakeEnvironment(), store }: { world?: FakeEnvironment; store?: SharedStore } = {},
): { world: FakeEnvironment; backend: Counting; cache: ForewarmClient<Prefix> } {
  const backend = new Counting(world, count);
  const policy = definePolicy({ budget, rates: RATES });
  const cache = new ForewarmClient({ adapter: backend, environment: world, store, policy });
  return { world, backend, cache };
}

async function ask(cache: ForewarmClient<Prefix>, prefix: Prefix): Promise<void> {
  for await (const event of cache.ask(prefix, { question: 'q' })) void event;
}

test('a prefix that may hold more than the budget is not warmed before a question has counted it', async () => {
  for (const [tokens, isWarmed] of [
    [110_000, false],
    [200_000, true],
  ] as const) {
    const { world, backend, cache } = setup({ tokens }, () => C_SOURCE.tokens);
    const prefix = cSource(1);
    const skipped = { status: 'skipped', reason: 'budget-tokens', retryAfterMs: HOUR_MS };
    expect(await cache.warm(prefix)).toMatchObject(skipped);
    await ask(cache, prefix);
    await world.advance(HOUR_MS);
    const report = cache.warm(prefix);
    await world.advance(WARM_MS);
    expect(await report).toMatchObject(isWarmed ? { status: 'warmed' } : skipped);
    expect(backend.most()).toBe(isWarmed ? C_SOURCE.tokens : 0);
  }
});

test('ten at once keep to the budget, and use it as their tokens become known', async () => {
  const { world, backend, cache } = setup({ tokens: 1_020_000 }, () => C_SOURCE.tokens);
  const prefixes = Array.from({ length: 10 }, (_, id) => cSource(id));
  for (let round = 0; round < 10; round++) {
    for (const prefix of prefixes) void cache.warm(prefix);
    await world.advance(WARM_MS);
  }
  expect(backend.most()).toBe(5 * C_SOURCE.tokens);
});

test('text of which each character is three tokens keeps to the budget, in money too', async () => {
  for (const budget of [{ tokens: 100_000 }, { cost: 0.375 }]) {
    const { world, backend, cache } = setup(budget, bytes);
    for (let id = 0; id < 3; id++) void cache.warm(page(id, '漢字仮名交'.repeat(6_000)));
    await world.advance(WARM_MS);
    expect(backend.read).toHaveLength(1);
    expect(backend.most()).toBe(90_001);
  }
});

test('what the wall clock does, forth and back by hours while ten warms run, gives nothing free', async () => {
  const { world, backend, cache } = setup({ warms: 3, tokens: 10_000 }, bytes);
  const refused: number[] = [];
  for (let id = 0; id < 10; id++) {
    void cache.warm(page(id, 'a'.repeat(2_000))).then((report) => {
      if (report.status === 'skipped') refused.push(report.retryAfterMs!);
    });
    world.jump((id % 2 ? -1 : 1) * (id + 2) * HOUR_MS);
    await world.advance(1_000);
  }
  await world.advance(WARM_MS);
  expect([backend.read.length, refused.length]).toEqual([3, 7]);
  // At most the window and the one slice left in it.
  for (const retryAfterMs of refused) expect(retryAfterMs).toBeLessThanOrEqual(HOUR_MS + HOUR_MS / 60);
  world.jump(-100 * HOUR_MS);
  await world.advance(refused[0]!);
  const report = cache.warm(page(99, 'a'));
  await world.advance(WARM_MS);
  expect(await report).toMatchObject({ status: 'warmed' });
});

test('whatever the texts and the clocks, no budget of tokens is exceeded within any window', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
  const step = fc.record({
    text,
    times: fc.integer({ min: 1, max: 200 }),
    after: fc.integer({ min: 0, max: HOUR_MS / 2 }),
    jump: fc.integer({ min: -3 * HOUR_MS, max: 3 * HOUR_MS }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.integer({ min: 0, max: 9_000 }), async (steps, tokens) => {
      const { world, backend, cache } = setup({ tokens }, bytes);
      for (const [id, { text: part, times, after, jump }] of steps.entries()) {
        void cache.warm(page(id, part.repeat(times)));
        world.jump(jump);
        await world.advance(after);
      }
      expect(backend.most()).toBeLessThanOrEqual(tokens);
      cache.dispose();
    }),
    { numRuns: 100 },
  );
});

test('a prefix whose size its length does not tell goes alone into a window where nothing is spent, and not at all into none', async () => {
  const pictures = [1, 2].map(picture);
  const { world, backend, cache } = setup({ tokens: 50_000 }, () => 1_600);
  for (const prefix of pictures) void cache.warm(prefix);
  await world.advance(WARM_MS);
  expect(backend.read).toHaveLength(1);
  const none = setup({ tokens: 0 }, () => 1_600);
  expect(await none.cache.warm(pictures[0]!)).toMatchObject({ status: 'skipped', reason: 'budget-tokens' });
});

test.each([
  ['text', (id: number) => page(id, 'a'.repeat(2_000)), { tokens: 5_000 }],
  ['pictures', picture, { tokens: 5_000 }],
  ['pictures, in money alone', picture, { cost: 5 }],
])('where the backend counts nothing, what was reserved stays spent: %s', async (_name, make, budget) => {
  const { world, backend, cache } = setup(budget, bytes);
  backend.isCounted = false;
  for (let id = 0; id < 3; id++) {
    void cache.warm(make(id));
    await world.advance(WARM_MS);
  }
  expect(backend.read).toHaveLength(1);
});

test('a warm that another instance has failed is given back once: what else was spent at that time stays spent', async () => {
  const world = fakeEnvironment();
  const store = memoryStore({ now: world.now });
  const other = setup(undefined, bytes, { world, store });
  const { backend, cache } = setup({ tokens: 6_000 }, bytes, { world, store });
  void cache.warm(page(1, 'a'.repeat(3_000)));
  await world.advance(WARM_MS);
  const failing = page(2, 'a'.repeat(500));
  other.backend.onWarm = () => Promise.reject(new ForewarmError('upstream', 'no', { status: 500 }));
  void other.cache.warm(failing);
  const waited = cache.warm(failing);
  await world.advance(WARM_MS + 5_000);
  expect(await waited).toMatchObject({ status: 'failed', error: { message: 'The warm of another instance failed.' } });
  expect(await cache.warm(page(3, 'a'.repeat(3_000)))).toMatchObject({ status: 'skipped', reason: 'budget-tokens' });
  expect(backend.most()).toBe(3_001);
});

test('a warm in the place of one that shows no sign of life is counted as any other', async () => {
  const world = fakeEnvironment();
  const { backend, cache } = setup({ warms: 1 }, bytes, {
    world: { ...world, setTimeout: () => () => {} },
    store: memoryStore({ now: world.now }),
  });
  const prefix = page(1, 'a');
  void cache.warm(prefix);
  await world.advance(60_000);
  expect(await cache.warm(prefix)).toMatchObject({ status: 'skipped', reason: 'budget-warms' });
  expect(backend.read).toHaveLength(1);
});
