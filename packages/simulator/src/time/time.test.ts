import { describe, expect, it } from 'vitest';
import { block, MODEL, textOf } from '../../test/start.js';
import { createSimulator, fakeClock, latencyPresets, type RequestRecord } from '../index.js';
import { sleep } from './clock.js';
import { Queue } from './queue.js';
import { makeId, seededRandom } from './random.js';

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'anthropic-version': '2026-10-21' },
  body: JSON.stringify(body),
});
const ask = {
  model: MODEL,
  max_tokens: 20,
  stream: true,
  system: [block(textOf(2000), '5m')],
  messages: [{ role: 'user', content: 'Hello' }],
};

describe('a history of ten minutes on a fake clock', () => {
  const run = async (seed: number): Promise<{ records: RequestRecord[]; bodies: string[] }> => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock, seed, latency: { jitter: 0.3, concurrency: 2 } });
    const bodies: Promise<string>[] = [];
    for (let minute = 0; minute < 10; minute++) {
      for (const name of ['a', 'b', 'c']) {
        const answer = simulator.fetch(
          'http://simulator/v1/messages',
          post({ ...ask, messages: [{ role: 'user', content: `${name} ${minute}` }] }),
        );
        bodies.push(answer.then((response) => response.text()));
      }
      await clock.advance(60_000);
    }
    return { records: [...simulator.requests], bodies: await Promise.all(bodies) };
  };

  it('goes twice alike, to the byte, and otherwise with another seed', async () => {
    const [first, second, other] = [await run(1), await run(1), await run(2)];
    expect(second).toEqual(first);
    expect(first.records).toHaveLength(30);
    expect(other.records.map(({ beganAt }) => beganAt)).not.toEqual(first.records.map(({ beganAt }) => beganAt));
  });
});

describe('latency', () => {
  const durations = async (
    options: Parameters<typeof createSimulator>[0],
    requests = 1,
  ): Promise<{ first: number; total: number }[]> => {
    const clock = fakeClock();
    const simulator = createSimulator({ clock, answer: () => 'x'.repeat(40), ...options });
    const texts = Array.from({ length: requests }, () =>
      simulator.fetch('http://simulator/v1/messages', post({ ...ask, system: textOf(1000) })).then((r) => r.text()),
    );
    await clock.advance(600_000);
    await Promise.all(texts);
    return simulator.requests.map(({ startedAt, beganAt = 0, endedAt = 0 }) => ({
      first: beganAt - startedAt,
      total: endedAt - startedAt,
    }));
  };
  const model = { baseMs: 100, prefillMsPerToken: 1, cachedMsPerToken: 0, decodeMsPerToken: 10 };

  it('is a base, a prefill linear in the tokens, and a rate of decoding', async () => {
    // System prompt, question, turn opening, answer opening.
    const tokens = 1000 + 2 + 2 + 3;
    expect(await durations({ latency: model })).toEqual([{ first: 100 + tokens, total: 100 + tokens + 100 }]);
  });

  it('is scaled', async () => {
    const [full] = await durations({ latency: model });
    const [tenth] = await durations({ latency: model, timeScale: 0.1 });
    expect(tenth?.first).toBeCloseTo((full?.first ?? 0) / 10);
    expect(await durations({ latency: model, timeScale: 0 })).toEqual([{ first: 0, total: 0 }]);
    expect(await durations({ latency: 'none' })).toEqual([{ first: 0, total: 0 }]);
  });

  it('queues beyond its concurrency, in order', async () => {
    const [one] = await durations({ latency: model });
    const each = one?.total ?? 0;
    const firsts = (await durations({ latency: { ...model, concurrency: 2 } }, 5)).map(
      ({ first }) => first - (one?.first ?? 0),
    );
    expect(firsts).toEqual([0, 0, each, each, 2 * each]);
  });

  it('is spread by the seeded generator, within its bounds', async () => {
    const all = await durations({ latency: { ...model, jitter: 0.2 } }, 50);
    const [exact] = await durations({ latency: model });
    const factors = all.map(({ first }) => first / (exact?.first ?? 1));
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.2);
    expect(new Set(factors).size).toBe(50);
  });

  it('has presets that are whole', () => {
    for (const preset of Object.values(latencyPresets))
      expect(Object.keys(preset)).toEqual(Object.keys(latencyPresets.cookbook));
  });
});

describe('a queue', () => {
  it('lets nobody slip past those who wait, and forgets who gives up', async () => {
    const queue = new Queue(1);
    const leave = await queue.enter();
    const gone = new AbortController();
    const given = queue.enter(gone.signal);
    const order: string[] = [];
    const second = queue.enter().then((out) => (order.push('second'), out));
    gone.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    expect(queue.length).toBe(1);
    leave();
    leave();
    const third = queue.enter().then((out) => (order.push('third'), out));
    (await second)();
    (await third)();
    expect(order).toEqual(['second', 'third']);
    expect(queue.length).toBe(0);
  });
});

describe('clocks', () => {
  it('a fake one runs timers in order of their time, those they set too, and none that is cancelled', async () => {
    const clock = fakeClock(0);
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now()]);
    clock.setTimeout(note('b'), 20);
    clock.setTimeout(() => {
      note('a')();
      clock.setTimeout(note('c'), 15);
    }, 10);
    clock.setTimeout(note('never'), 5)();
    await clock.advance(30);
    expect(seen).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 25],
    ]);
    expect(clock.now()).toBe(30);
  });

  it('sleep ends with its signal, and leaves no timer', async () => {
    const clock = fakeClock(0);
    const gone = new AbortController();
    const asleep = sleep(clock, 1000, gone.signal);
    gone.abort(new Error('gone'));
    await expect(asleep).rejects.toThrow('gone');
    await expect(sleep(clock, 1, gone.signal)).rejects.toThrow('gone');
    await sleep(clock, 0, new AbortController().signal);
  });
});

describe('the seeded generator', () => {
  it('is the same for the same seed, and even', () => {
    const draw = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const mean = draw(7).reduce((a, b) => a + b) / 1000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
    expect(makeId('msg', seededRandom(1))).toMatch(/^msg_01[1-9A-HJ-NP-Za-km-z]{22}$/);
  });
});
