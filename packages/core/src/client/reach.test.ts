import { expect, test } from 'vitest';
import { memoryStore } from './memoryStore.js';
import { Reach } from './reach.js';
import { fakeEnvironment } from '../testing/fakeEnvironment.js';

test('one outage is told of once, however often the store fails and answers in it, and its end once', async () => {
  const world = fakeEnvironment();
  const told: (string | null)[] = [];
  let calls = 0;
  let fails = (): boolean => calls % 2 === 0;
  const get = async (): Promise<null> => {
    calls++;
    if (fails()) throw new Error('reset');
    return null;
  };
  const reach = new Reach({ ...memoryStore({ now: world.now }), get }, world, (error) =>
    told.push(error?.code ?? null),
  );
  for (let n = 0; n < 200; n++) {
    await reach.get('k');
    await world.advance(300);
  }
  expect(told).toEqual(['unreachable']);
  fails = () => false;
  for (let n = 0; n < 20; n++) {
    await reach.get('k');
    await world.advance(300);
  }
  expect(told).toEqual(['unreachable', null]);
});

test('a store that is down is asked once a second, and nobody waits for it meanwhile', async () => {
  const world = fakeEnvironment();
  let calls = 0;
  const get = (): Promise<never> => {
    calls++;
    return new Promise(() => {});
  };
  const reach = new Reach({ ...memoryStore({ now: world.now }), get }, world, () => null);
  const first = reach.get('k');
  await world.advance(500);
  expect([await first, calls]).toEqual([null, 1]);
  for (let n = 0; n < 1_000; n++) expect(reach.get('k')).toBeNull();
  expect([calls, world.timers()]).toEqual([1, 0]);
  await world.advance(1_000);
  void reach.get('k');
  expect(calls).toBe(2);
});
