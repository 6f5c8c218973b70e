import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { type RunningApp, startApp } from './app.js';
import { measureFirstLoad } from './firstLoad.js';

let browser: Browser;
let app: RunningApp;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  app = await startApp();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** With the chips the script runs, and what the server says has come. */
const CHIPS = '.starters button';

test('the page is usable after 110 kB on the wire, in five requests', async () => {
  const { bytes, requests } = await measureFirstLoad(browser, app.url, CHIPS, null);
  expect(bytes).toBeLessThan(110_000);
  expect(requests).toBeLessThanOrEqual(5);
});

test('its text stands in the HTML, before any script', async () => {
  const html = await (await fetch(app.url)).text();
  expect(html).toMatch(/<h1>First token in <em>2 s<\/em>, not 20\.<\/h1>.*<textarea/s);
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(app.url);
  await page.getByRole('heading', { name: 'First token in 2 s, not 20.' }).waitFor();
  await page.close();
});

test('its script comes as brotli or gzip, as the browser takes it', async () => {
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(await (await fetch(app.url)).text())!;
  for (const encoding of ['br', 'gzip']) {
    const { headers } = await fetch(app.url + script!, { headers: { 'accept-encoding': encoding } });
    expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([encoding, 'accept-encoding']);
  }
});
