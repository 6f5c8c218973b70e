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

test('keeps attachments', () => {
  const parts = [
    { type: 'text', text: 'x', name: 'a.txt' },
    { type: 'image', mediaType: 'image/png', data: 'iVBORw==' },
  ] as const;
  const history = webStorage({ storage: fake() });
  void history.write('docs', [{ ...turns[0]!, parts }]);
  expect(history.read('docs')).toEqual([{ ...turns[0]!, parts }]);
});

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

const PARTS = ['5', '[null]', '[{"type":"text"}]', '[{"type":"image","mediaType":"image/svg+xml","data":"PHN2Zz4="}]'];

test.each([
  '{"question":"q"}',
  '[{"question":"q"}]',
  '[null]',
  '"text"',
  ...PARTS.map((parts) => `[{"question":"q","answer":"a","parts":${parts}}]`),
])('%s counts as nothing', (kept) => {
  const storage = fake();
  storage.setItem('forewarm:docs', kept);
  expect(webStorage({ storage }).read('docs')).toEqual([]);
});
