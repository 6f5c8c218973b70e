import { type Browser, chromium, type FrameLocator, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { type RunningApp, startApp } from './app.js';
import { watch } from './watch.js';

let browser: Browser;
let app: RunningApp;
let page: Page;
let complaints: readonly string[];
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  app = await startApp();
  const { status } = await fetch(`${app.url}/docs/`);
  if (status !== 200) throw new Error('The documentation is not built; first run: npm run build-storybook');
});
beforeEach(async () => {
  page = await browser.newPage();
  complaints = await watch(page);
});
afterEach(() => page.close());
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const preview = (): FrameLocator => page.frameLocator('#storybook-preview-iframe');

test('the reference page leads to the documentation, which opens at its start and leads on', async () => {
  await page.goto(app.url);
  await page.getByRole('link', { name: 'Documentation' }).click();
  await preview()
    .getByRole('heading', { level: 1, name: /warm before you press Enter/ })
    .waitFor();
  await preview().getByText('Not warmed', { exact: true }).first().waitFor();
  await page.getByRole('link', { name: 'The idea' }).click();
  await preview().getByRole('heading', { level: 1, name: 'The idea' }).waitFor();
  expect(page.url()).toContain('/docs/?path=/docs/the-idea--docs');
  await preview().getByRole('link', { name: 'The policy' }).click();
  await preview().getByRole('heading', { level: 1, name: 'The policy' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a box asks and is answered inside the page, by the simulator', async () => {
  await page.goto(`${app.url}/docs?path=/story/ask-box-askbox--default`);
  const input = preview().getByRole('textbox', { name: 'Your question' });
  await input.fill('What of page 12?');
  await input.press('Enter');
  await preview()
    .getByText(/to first token.* · hit/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test('the race is run to its end', async () => {
  await page.goto(`${app.url}/docs/?path=/story/the-race--two-lanes`);
  await preview()
    .getByText(/after submit \(hit\) rather than [\d.]+ s \(miss\)/)
    .waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
});

test('the race by keyboard, on a phone, where little is to move: few drawings, and its end is said', async () => {
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  const said = await watch(phone);
  await phone.goto(`${app.url}/docs/iframe.html?id=the-race--docs&viewMode=docs`);
  const think = phone.getByRole('slider', { name: 'Think time' });
  await think.focus();
  await phone.keyboard.press('Home');
  for (let presses = 0; presses < 6; presses++) await phone.keyboard.press('ArrowRight');
  expect(await think.getAttribute('aria-valuetext')).toBe('6 s from the first touch of the input to submit');
  for (const name of ['Context', 'Life of an entry', 'Speed']) {
    await phone.keyboard.press('Tab');
    expect(await phone.getByRole('slider', { name }).evaluate((slider) => slider === document.activeElement)).toBe(
      true,
    );
  }
  await phone.keyboard.press('Tab');
  const drawings = await phone.evaluateHandle(() => {
    const counted = { times: 0 };
    const watched = { subtree: true, childList: true, attributes: true };
    new MutationObserver(() => counted.times++).observe(document.querySelector('.race')!, watched);
    return counted;
  });
  await phone.keyboard.press('Enter');
  await phone
    .getByRole('status')
    .getByText(/first token .* after submit \(hit\) rather than/i)
    .waitFor();
  // Frame by frame it would be hundreds.
  expect((await drawings.jsonValue()).times).toBeLessThan(60);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(said).toEqual([]);
  await phone.close();
});

test('its policy holds: a script from elsewhere or put into the page does not run', async () => {
  await page.goto(`${app.url}/docs/iframe.html?id=the-idea--docs&viewMode=docs`);
  await page.getByRole('heading', { level: 1, name: 'The idea' }).waitFor();
  await page.evaluate(() => {
    for (const put of [{ textContent: 'document.title = "taken"' }, { src: 'https://evil.example/x.js' }]) {
      document.body.append(Object.assign(document.createElement('script'), put));
    }
  });
  await expect
    .poll(() => complaints.filter((text) => text.startsWith('violated')))
    .toEqual(['violated script-src-elem: inline', 'violated script-src-elem: https://evil.example/x.js']);
  expect(await page.title()).not.toBe('taken');
});
