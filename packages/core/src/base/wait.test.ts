import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from './environment.js';
import { fakeEnvironment } from '../testing/fakeEnvironment.js';
import { every, unlessAborted, wait, within } from './wait.js';

const never = (): Promise<never> => new Promise(() => {});

/** A signal that counts its listeners. */
function countedAbort() {
  const controller = new AbortController();
  const { signal } = controller;
  const count = { listeners: 0 };
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => (count.listeners++, add(...args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (count.listeners--, remove(...args));
  return { signal, count, abort: (reason: unknown) => controller.abort(reason) };
}

describe('a bounded wait', () => {
  test('gives what the promise gives, also null', async () => {
    const world = fakeEnvironment();
    expect(await within(Promise.resolve('it'), 100, world)).toBe('it');
    expect(await within(Promise.resolve(null), 100, world, () => 'late')).toBe(null);
    expect(world.timers()).toBe(0);
  });

  test('gives null after its time, or what it was told to, or throws it', async () => {
    const world = fakeEnvironment();
    const waits = [
      within(never(), 100, world),
      within(never(), 100, world, () => 'late'),
      within(never(), 100, world, () => {
        throw new Error('too late');
      }).catch(String),
    ];
    await world.advance(100);
    expect(await Promise.all(waits)).toEqual([null, 'late', 'Error: too late']);
  });

  test('finds what came in while the process was busy', async () => {
    const found = await new Promise((resolve) => {
      // Timers run next, before the arrived input is read.
      setImmediate(() => {
        const answer = promisify(randomBytes)(8);
        resolve(within(answer, 10, systemEnvironment));
        const busyUntil = performance.now() + 50;
        while (performance.now() < busyUntil);
      });
    });
    expect(found).toHaveLength(8);
  });

  test('rejects as the promise does', async () => {
    const world = fakeEnvironment();
    await expect(within(Promise.reject(new Error('broken')), 100, world)).rejects.toThrow('broken');
    expect(world.timers()).toBe(0);
  });

  test('leaves nothing unhandled where what was waited for fails later', async () => {
    const world = fakeEnvironment();
    let fail!: (error: Error) => void;
    const late = within(new Promise<never>((_resolve, reject) => (fail = reject)), 100, world);
    await world.advance(100);
    expect(await late).toBe(null);
    fail(new Error('nobody waits'));
    await world.advance(0);
  });
});

describe('a wait', () => {
  test('ends after its time, or when it is told to, and leaves neither timer nor listener', async () => {
    const world = fakeEnvironment();
    const { signal, count } = countedAbort();
    const long = wait(100, world, signal);
    await wait(900, world, signal, (end) => end());
    expect([world.timers(), count.listeners]).toEqual([1, 1]);
    await world.advance(100);
    await long;
    expect([world.timers(), count.listeners]).toEqual([0, 0]);
  });

  test('ends with the reason of an abort, before it or during it', async () => {
    const world = fakeEnvironment();
    const { signal, abort } = countedAbort();
    const ends = Promise.allSettled([wait(100, world, signal), unlessAborted(never(), signal)]);
    abort('left');
    expect((await ends).map((end) => end.status === 'rejected' && end.reason)).toEqual(['left', 'left']);
    await expect(wait(100, world, signal)).rejects.toBe('left');
    await expect(unlessAborted(Promise.reject(new Error('nobody waits')), signal)).rejects.toBe('left');
    expect(world.timers()).toBe(0);
  });
});

describe('what is done over and over', () => {
  test('is done after each wait, until it is ended, also from within', async () => {
    const world = fakeEnvironment();
    const at: number[] = [];
    const end = every(100, world, () => {
      at.push(world.monotonic());
      if (at.length === 3) end();
    });
    const begun = world.monotonic();
    await world.advance(1_000);
    expect(at.map((ms) => ms - begun)).toEqual([100, 200, 300]);
    expect(world.timers()).toBe(0);
  });
});
