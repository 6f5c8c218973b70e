import { expect, test } from 'vitest';
import type { Adapter, AskEvent } from '../adapter/adapter.js';
import type { ForewarmEvent } from './events.js';
import { addEvent, NO_METRICS } from '../metrics/metrics.js';
import { report } from '../metrics/report.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import { type FakeEnvironment, fakeEnvironment } from '../testing/fakeEnvironment.js';
import type { Usage } from '../adapter/usage.js';

const REF: PrefixRef = { id: 'doc' };
const TTL_MS = 300_000;
const wrote: Usage = { prompt: 1000, cacheRead: 0, cacheWrite: 990, output: 0 };
const read: Usage = { prompt: 1010, cacheRead: 990, cacheWrite: 0, output: 5 };
const missed: Usage = { prompt: 1010, cacheRead: 0, cacheWrite: 0, output: 5 };

interface Setting {
  readonly cache: ForewarmClient<PrefixRef>;
  readonly environment: FakeEnvironment;
  readonly events: ForewarmEvent[];
  /** What the next answer reports. */
  answer: Usage;
  hash: string;
}

function set(): Setting {
  const environment = fakeEnvironment();
  const events: ForewarmEvent[] = [];
  const adapter: Adapter<PrefixRef> = {
    name: 'backend',
    warm: async () => ({ status: 'warmed', hash: 'h', method: 'zero-tokens', usage: wrote, ttlMs: TTL_MS }),
    async *ask(): AsyncGenerator<AskEvent> {
      yield { type: 'start', hash: setting.hash };
      yield { type: 'text', text: 'Yes.' };
      yield { type: 'finish', reason: 'stop', usage: setting.answer, outcome: 'unknown' };
    },
  };
  const cache = new ForewarmClient({ adapter, environment, onEvent: (event) => void events.push(event) });
  const setting: Setting = { cache, environment, events, answer: missed, hash: 'h' };
  return setting;
}
const types = ({ events }: Setting): string[] => events.map(({ type }) => type);
const metrics = ({ events }: Setting) => events.reduce(addEvent, NO_METRICS);
const ask = async ({ cache }: Setting): Promise<void> => {
  for await (const event of cache.ask(REF, { question: 'Q' })) void event;
};

test('ten questions by other means, a TTL apart: each is warmed for and none is wasted', async () => {
  const it = set();
  for (let n = 0; n < 10; n++) {
    expect(await it.cache.warm(REF)).toMatchObject({ status: 'warmed', wrote: true });
    it.cache.asked(REF);
    await it.environment.advance(TTL_MS + 1_000);
  }
  expect(report(metrics(it), null, it.environment.now()).wasted).toBe(0);
  expect(metrics(it).asks).toMatchObject({ started: 10, finished: 0 });
  // Nobody reports the end, so the guard ends it.
  for (let n = 0; n < 3; n++) {
    await it.cache.warm(REF);
    await it.environment.advance(TTL_MS + 1_000);
  }
  expect(await it.cache.warm(REF)).toMatchObject({ status: 'skipped', reason: 'wasted' });
  it.cache.asked(REF);
  expect(await it.cache.warm(REF)).toMatchObject({ status: 'warmed' });
});

test('a warm that is only scheduled is given up when the question is asked', async () => {
  const it = set();
  it.cache.intend(REF, 'hover');
  expect(it.environment.timers()).toBe(1);
  it.cache.asked(REF);
  await it.environment.advance(1_000);
  expect(types(it)).toEqual(['ask-started']);
  expect(it.cache.lead(REF).touchedAt).toBeNull();
});

test('what is told of the answer counts once, and what it read lives on from the question', async () => {
  const it = set();
  await it.cache.warm(REF);
  await it.environment.advance(100_000);
  const answered = it.cache.asked(REF);
  await it.environment.advance(2_000);
  answered({ usage: read, ttlMs: TTL_MS, ttftMs: 700 });
  answered({ usage: missed });
  expect(types(it)).toEqual(['warm-started', 'warmed', 'ask-started', 'ask-finished']);
  expect(metrics(it)).toMatchObject({
    asks: { started: 1, finished: 1 },
    answered: [{ outcome: 'hit', lane: 'warm', usage: read, ttftMs: 700, totalMs: 2_000 }],
    saved: { cacheRead: 990 },
  });
  await it.environment.advance(250_000);
  expect(it.cache.status(REF)).toMatchObject({ status: 'fresh' });
});

test('an answer of which nothing is told is unknown, not zero', async () => {
  const it = set();
  await it.cache.warm(REF);
  it.cache.asked(REF)();
  expect(it.events.at(-1)).toMatchObject({ type: 'ask-finished', outcome: 'unknown', usage: { cacheRead: null } });
});

test('an answer that reads nothing of a finished warm says so, each time', async () => {
  const it = set();
  await it.cache.warm(REF);
  await it.environment.advance(20_000);
  await ask(it);
  it.cache.asked(REF)({ usage: missed });
  const unread = it.events.filter(({ type }) => type === 'warm-unread');
  expect(unread).toMatchObject([
    { usage: missed, warmAgeMs: 20_000 },
    { usage: missed, warmAgeMs: 20_000 },
  ]);
  expect(types(it).slice(-2)).toEqual(['ask-finished', 'warm-unread']);
  expect(metrics(it).unread).toBe(2);
});

test.each<[string, (it: Setting) => Promise<void> | void]>([
  ['it read', (it) => void (it.answer = read)],
  ['nobody says what it read', (it) => void (it.answer = { ...missed, cacheRead: null })],
  ['the warm has run out', (it) => it.environment.advance(TTL_MS)],
  ['another question has written the entry anew', async (it) => it.cache.asked(REF)({ usage: wrote, ttlMs: TTL_MS })],
])('an answer is not said to have left a warm unread where %s', async (_, make) => {
  const it = set();
  await it.cache.warm(REF);
  await make(it);
  it.events.length = 0;
  await ask(it);
  expect(types(it)).toEqual(['ask-started', 'first-token', 'ask-finished']);
});

test('without a warm nothing is unread; a prefix that drifted is', async () => {
  const it = set();
  await ask(it);
  expect(types(it)).not.toContain('warm-unread');
  await it.cache.warm(REF);
  it.hash = 'other';
  await ask(it);
  expect(types(it).slice(-4)).toEqual(['prefix-drifted', 'first-token', 'ask-finished', 'warm-unread']);
});
