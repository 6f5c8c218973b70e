import { expect, test } from 'vitest';
import { everyOtherFrame } from './everyOtherFrame.js';

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

test('a change is told at once, then every other frame, the last one too, and none after the end', async () => {
  const listeners = new Set<() => void>();
  const subscribe = everyOtherFrame((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  let text = 0;
  const told: number[] = [];
  const end = subscribe(() => told.push(text));
  const change = (): void => {
    text++;
    for (const listener of listeners) listener();
  };
  change();
  expect(told).toEqual([1]);
  for (let frame = 0; frame < 20; frame++) {
    await nextFrame();
    change();
  }
  expect(told.length).toBeGreaterThanOrEqual(9);
  expect(told.length).toBeLessThanOrEqual(12);
  await expect.poll(() => told.at(-1)).toBe(21);
  const before = told.length;
  change();
  end();
  await nextFrame();
  await nextFrame();
  await nextFrame();
  change();
  expect(told.length).toBeLessThanOrEqual(before + 1);
});
