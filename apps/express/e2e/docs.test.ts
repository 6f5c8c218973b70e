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
  await preview().getByRole('heading', { level: 1, name: 'First token in 2 s, not 20' }).waitFor();
  await preview().getByRole('link', { name: 'The idea' }).click();
  await preview().getByRole('heading', { level: 1, name: 'The idea' }).waitFor();
  expect(page.url()).toContain('/docs/?path=/docs/how-it-decides-the-idea--docs');
  await preview().getByRole('link', { name: 'The policy' }).click();
  await preview().getByRole('heading', { level: 1, name: 'The policy' }).waitFor();
  expect(complaints).toEqual([]);
});

test('its first page is small, and its demo runs', async () => {
  const devtools = await page.context().newCDPSession(page);
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send('Network.enable');
  await page.goto(`${app.url}/docs/`);
  await preview().getByRole('button', { name: 'Ask a longer one' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(bytes).toBeGreaterThan(500_000);
  expect(bytes).toBeLessThan(1_500_000);
  await preview().getByRole('button', { name: 'Ask a longer one' }).click();
  await preview()
    .getByText(/s sooner\. First token .* \(hit\) instead of/)
    .waitFor();
  expect(complaints).toEqual([]);
});

test('a story on a page stands in its final state, and its code is what one would write', async () => {
  await page.goto(`${app.url}/docs/?path=/docs/components-ask-box-askbox--docs`);
  await preview().locator('[data-forewarm=box][data-status=done]').nth(2).waitFor();
  await preview().getByText('Show code').first().click();
  await preview().getByText("import { AskBox } from '@forewarm/react';").first().waitFor();
  expect(complaints).toEqual([]);
});

test('stories of a chat stand edited and scrolled back, and take neither the focus nor the page’s place', async () => {
  await page.goto(`${app.url}/docs/?path=/docs/components-chat-chat--docs`);
  await preview().getByRole('textbox', { name: 'Edit your question' }).waitFor();
  await preview().getByRole('button', { name: 'Jump to latest' }).waitFor();
  const place = await preview()
    .locator('body')
    .evaluate(({ ownerDocument: { activeElement, defaultView } }) => [activeElement?.tagName, defaultView?.scrollY]);
  expect(place).toEqual(['BODY', 0]);
  expect(complaints).toEqual([]);
});

test('a box asks and is answered inside the page, by the simulator', async () => {
  await page.goto(`${app.url}/docs?path=/story/components-ask-box-askbox--statistics`);
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
  await page.goto(`${app.url}/docs/?path=/story/how-it-decides-the-race--two-lanes`);
  await preview()
    .getByText(/after submit \(hit\) instead of [\d.]+ s \(miss\)/)
    .waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
});

test('the race by keyboard, on a phone, where little is to move: few drawings, and its end is said', async () => {
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  const said = await watch(phone);
  await phone.goto(`${app.url}/docs/iframe.html?id=how-it-decides-the-race--docs&viewMode=docs`);
  const think = phone.getByRole('slider', { name: 'Typing time' });
  await think.focus();
  await phone.keyboard.press('Home');
  for (let presses = 0; presses < 6; presses++) await phone.keyboard.press('ArrowRight');
  expect(await think.getAttribute('aria-valuetext')).toBe('6 s from focus to submit');
  for (const name of ['Context', 'TTL', 'Speed']) {
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
    .getByText(/first token .* after submit \(hit\) instead of/i)
    .waitFor();
  // Frame by frame it would be hundreds.
  expect((await drawings.jsonValue()).times).toBeLessThan(60);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(said).toEqual([]);
  await phone.close();
});

test('its policy holds: a script from elsewhere or put into the page does not run', async () => {
  await page.goto(`${app.url}/docs/iframe.html?id=how-it-decides-the-idea--docs&viewMode=docs`);
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
