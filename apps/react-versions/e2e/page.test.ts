import { beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildPage, type ReactMajor } from '../src/build.js';
import type { ServeOptions } from '../src/serve.js';
import { ask, box, hydrate, type Opened, pagesInBrowser } from './open.js';

const openPage = pagesInBrowser();

describe.each<ReactMajor>([18, 19])('React %i', (major) => {
  let built: Built;
  beforeAll(async () => void (built = await buildPage(major)));

  async function open(path?: string, serve?: ServeOptions): Promise<Opened> {
    const opened = await openPage(built, { ...(path !== undefined && { path }), ...(serve && { serve }) });
    expect(await opened.page.evaluate<string>('reactVersion')).toMatch(new RegExp(`^${major}\\.`));
    return opened;
  }

  test('renders on a server, whole and as a stream, without a word of complaint', async () => {
    const said: unknown[] = [];
    const { error, warn } = console;
    console.error = console.warn = (...words: unknown[]) => said.push(words);
    try {
      expect(built.server.version).toMatch(new RegExp(`^${major}\\.`));
      for (const html of [built.server.whole(), await built.server.streamed()]) {
        expect(html).toContain('aria-label="Your question"');
        expect(html).toContain('Not warmed');
      }
    } finally {
      Object.assign(console, { error, warn });
    }
    expect(said).toEqual([]);
  });

  test.each(['/', '/?streamed'])('hydrates %s as it was rendered, then warms, asks and follows up', async (path) => {
    const { page, complaints } = await open(path);
    const before = await page.locator('main').innerHTML();
    await hydrate(page);
    await box(page).click();
    await page.getByText('Warm', { exact: true }).waitFor();
    expect(before).toContain('Not warmed');
    await box(page).pressSequentially('Why?');
    await box(page).press('Enter');
    await page.getByText(/ · hit · /).waitFor();
    await ask(page, 'And then?');
    await page.getByRole('list', { name: 'Conversation so far' }).getByText('Why?').waitFor();
    await page.getByText(/ · hit · /).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a page that is not as it was rendered would have been complained about', async () => {
    const { page, complaints } = await open();
    await page.evaluate(
      "document.querySelector('[data-forewarm=question], [data-forewarm=submit]').textContent = 'Else'",
    );
    await hydrate(page);
    await expect.poll(() => complaints.join(' ')).toMatch(/hydrat/i);
  });

  test('what was typed before it hydrated stays and can be sent', async () => {
    const { page, complaints } = await open();
    await box(page).fill('Early?');
    await hydrate(page);
    await expect.poll(() => box(page).evaluate((element) => Object.keys(element).length)).toBeGreaterThan(0);
    await box(page).press('Enter');
    await page.getByText('Early?').waitFor();
    await page.getByText(/to first token/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a kept conversation comes after hydration, and nothing mismatches', async () => {
    const { page, complaints } = await open();
    await page.evaluate(() => {
      const turns = [{ question: 'Kept?', answer: 'Yes, **kept**.' }];
      localStorage.setItem('forewarm:manual', JSON.stringify(turns));
    });
    await page.reload();
    await hydrate(page);
    await page.getByRole('list', { name: 'Conversation so far' }).getByText('Kept?').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a server gone mid-answer: what had come stays, it says why and what to do, and asking again works', async () => {
    let cuts = 0;
    const cutAfter: ServeOptions['cutAfter'] = ({ path }) =>
      path === '/forewarm/ask' && cuts++ === 0 ? 1_500 : undefined;
    // Slow enough that words arrive one by one, so that the cut is within the answer.
    const { page } = await open('/', { cutAfter, simulator: { timeScale: 0.2 } });
    await hydrate(page);
    await ask(page, 'Why?');
    const answer = page.getByRole('region', { name: 'Answer' });
    await page
      .locator('[data-forewarm=problem]')
      .getByText(/connection broke off.*asking again may work/)
      .waitFor();
    expect(await answer.innerText()).not.toBe('');
    expect(await page.getByText(/connection broke off/).count()).toBe(1);
    expect(await page.getByRole('alert').innerText()).toMatch(/connection broke off/);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText(/ · (hit|miss) · /).waitFor();
    expect(await page.locator('[data-forewarm=problem]').count()).toBe(0);
  });

  test('a server that is not there: the question stands, it says so, and asking again works once it is', async () => {
    let down = true;
    const intercept: ServeOptions['intercept'] = ({ path }, response) => {
      if (!down || !path.startsWith('/forewarm/')) return false;
      response.destroy();
      return true;
    };
    const { page } = await open('/', { intercept });
    await hydrate(page);
    await ask(page, 'Why?');
    await page
      .locator('[data-forewarm=problem]')
      .getByText(/could not be reached; check the connection/)
      .waitFor();
    expect(await page.locator('[data-forewarm=question]').innerText()).toBe('Why?');
    down = false;
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText(/ · (hit|miss) · /).waitFor();
  });
});
