import { afterEach, expect, test, vi } from 'vitest';
import { browserEnvironment, isByPerson, onNextFrame } from './environment.js';

afterEach(() => vi.unstubAllGlobals());

test('a document made by a library speaks against nothing', () => {
  const none = { hidden: false, offline: false, saveData: false, automated: false };
  expect(browserEnvironment().conditions!()).toEqual(none);
});

test('a focus counts as a person’s where nothing tells whose it was', () => {
  expect('userActivation' in navigator).toBe(false);
  expect(isByPerson()).toBe(true);
});

test('a document that is never drawn gets its frames by the clock', async () => {
  vi.stubGlobal('requestAnimationFrame', undefined);
  const drawn = await new Promise((resolve) => void onNextFrame(() => resolve('drawn')));
  expect(drawn).toBe('drawn');
});
