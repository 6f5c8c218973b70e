import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { type Built, buildPage } from '../src/build.js';
import { ask, hydrate, pagesInBrowser } from './open.js';

const openPage = pagesInBrowser();
let built: Built;
beforeAll(async () => void (built = await buildPage(19)));

const KEY = 'forewarm:manual';
const answered = async (page: Page, question: string): Promise<void> => {
  await ask(page, question);
  await page.locator('[data-forewarm=question]').last().getByText(question).waitFor();
  await page.getByText(/ · (hit|partial|miss) · /).waitFor();
};
const turns = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('list', { name: 'Conversation so far' }).getByRole('listitem');
const kept = (page: Page): Promise<string[]> =>
  page.evaluate((key) => {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as { question: string }[];
    return list.map(({ question }) => question);
  }, KEY);

test('a thread is asked on by what follows, survives a reload, and goes on from there', async () => {
  const bodies: string[] = [];
  const intercept = ({ path, body }: { path: string; body: string }): boolean => {
    if (path === '/forewarm/ask') bodies.push(body);
    return false;
  };
  const { page } = await openPage(built, { serve: { intercept } });
  await hydrate(page);
  await answered(page, 'First?');
  await page.reload();
  await hydrate(page);
  await turns(page).getByText('First?').waitFor();
  await answered(page, 'Second?');
  expect(await turns(page).count()).toBe(1);
  const { prefix } = JSON.parse(bodies[1]!) as { prefix: { thread: { question: string }[] } };
  expect(prefix.thread.map(({ question }) => question)).toEqual(['First?']);
  expect(await kept(page)).toEqual(['First?', 'Second?']);
});

test.each(['{"not": "turns"}', '[{"question": 1}]', 'no JSON at all', '[[[['])(
  '%s in the storage is no history, and is replaced',
  async (garbage) => {
    const { page, complaints } = await openPage(built);
    await page.evaluate(([key, value]) => localStorage.setItem(key!, value!), [KEY, garbage]);
    await hydrate(page);
    await answered(page, 'Why?');
    expect(await kept(page)).toEqual(['Why?']);
    expect(complaints).toEqual([]);
  },
);

test('a full storage costs what would be kept next, not the answer, nor what was kept', async () => {
  const { page, complaints } = await openPage(built);
  await hydrate(page);
  await answered(page, 'First?');
  await page.evaluate(() => {
    for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (let part = 0; ; part++) localStorage.setItem(`full-${size}-${part}`, 'x'.repeat(size));
      } catch {
        // as full as it gets in pieces of that size
      }
    }
  });
  await answered(page, 'Second?');
  await answered(page, 'Third?');
  expect(await turns(page).count()).toBe(2);
  expect(await kept(page)).toEqual(['First?']);
  await page.getByText('This conversation can’t be saved: it will be gone with this page.').waitFor();
  expect(await page.getByRole('status').first().textContent()).toBe('The answer is complete.');
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('full-')) localStorage.removeItem(key);
  });
  await answered(page, 'Fourth?');
  expect(await page.getByText(/can’t be saved/).count()).toBe(0);
  expect(await kept(page)).toEqual(['First?', 'Second?', 'Third?', 'Fourth?']);
  expect(complaints).toEqual([]);
});

test('a browser that refuses its storage, as a private one may, costs the history only, and that is said', async () => {
  const { page, complaints } = await openPage(built);
  await page.evaluate(() =>
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    }),
  );
  await hydrate(page);
  await answered(page, 'First?');
  await answered(page, 'Second?');
  expect(await turns(page).count()).toBe(1);
  await page.getByText('This conversation can’t be saved: it will be gone with this page.').waitFor();
  expect(complaints).toEqual([]);
});

test('two tabs on one conversation show at once what the other asks, and lose nothing of each other', async () => {
  const { page, url } = await openPage(built);
  const other = await page.context().newPage();
  await other.goto(url);
  await hydrate(page);
  await hydrate(other);
  await answered(page, 'Here?');
  await turns(other).getByText('Here?').waitFor();
  await answered(other, 'There?');
  expect(await kept(page)).toEqual(['Here?', 'There?']);
  expect(await turns(other).count()).toBe(1);
  await turns(page).getByText('There?').waitFor();
  expect(await turns(page).count()).toBe(2);
  await answered(page, 'Here again?');
  expect(await kept(page)).toEqual(['Here?', 'There?', 'Here again?']);
  await expect.poll(() => turns(other).count()).toBe(3);
  await other.reload();
  await hydrate(other);
  await expect.poll(() => turns(other).count()).toBe(3);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect.poll(() => turns(other).count()).toBe(0);
});
