import { expect, test } from 'vitest';
import { webStorage } from './webStorage.js';

function fake(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
    get length() {
      return held.size;
    },
  } as Storage;
}

const turns = [{ question: 'q', answer: 'a' }];

test('keeps turns under their key, and nothing where there are none', () => {
  const storage = fake();
  const history = webStorage({ storage });
  void history.write('docs', turns);
  expect(storage.getItem('forewarm:docs')).toBe(JSON.stringify(turns));
  expect(history.read('docs')).toEqual(turns);
  expect(history.read('other')).toEqual([]);
  void history.write('docs', []);
  expect(storage.length).toBe(0);
});

test.each(['{"question":"q"}', '[{"question":"q"}]', '[null]', '"text"'])('%s counts as nothing', (kept) => {
  const storage = fake();
  storage.setItem('forewarm:docs', kept);
  expect(webStorage({ storage }).read('docs')).toEqual([]);
});
