import { beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildPage, type ReactMajor } from '../src/build.js';
import { ask, hydrate, pagesInBrowser } from './open.js';

const openPage = pagesInBrowser();
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'";

describe.each<ReactMajor>([18, 19])('a server-rendered page on React %i with style-src self', (major) => {
  let built: Built;
  beforeAll(async () => void (built = await buildPage(major)));

  test('nothing of the kit is a style attribute in what the server writes', () => {
    expect(built.server.whole()).toContain('data-forewarm="unseen"');
    expect(built.server.whole()).not.toContain(' style=');
  });

  test('what is only announced stays out of sight, the picture of an answer has its bars, and the browser refuses nothing', async () => {
    const { page, complaints } = await openPage(built, { serve: { csp: STRICT } });
    const said = page.locator('[role=status]').first();
    const size = async (): Promise<unknown> => {
      const { width, height } = (await said.boundingBox())!;
      return { width, height };
    };
    expect(await size()).toEqual({ width: 1, height: 1 });
    await hydrate(page);
    await ask(page, 'Why?');
    await page.getByText(/ · (hit|miss) · /).waitFor();
    expect(await said.textContent()).toBe('The answer is complete.');
    expect(await size()).toEqual({ width: 1, height: 1 });
    const bars = await page
      .locator('[data-forewarm=strip] [data-forewarm=phase]')
      .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
    expect(Math.max(...bars)).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
  });

  test('a page that centres its text does not centre the box', async () => {
    const { page } = await openPage(built);
    const align = (part: string): Promise<string> =>
      page.locator(part).evaluate((element) => getComputedStyle(element).textAlign);
    expect(await align('#root')).toBe('center');
    expect(await align('[data-forewarm=box]')).toBe('start');
  });
});
