import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { startApp } from './app.js';
import { watch } from './watch.js';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
});
afterAll(() => browser?.close());

test('the page keeps to its own content-security policy, from load to answer', async () => {
  const app = await startApp({ SIMULATOR_TIME_SCALE: '0.01' });
  const page = await browser.newPage();
  const complaints = await watch(page);
  await page.goto(app.url);
  const input = page.getByRole('textbox', { name: 'Your question' });
  await input.fill('How does commitRoot flush passive effects?');
  await input.press('Enter');
  await page
    .getByText(/^(hit|miss|partial hit) · .* in all$/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
  // The listener works: what the policy forbids is told.
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png">'));
  await expect.poll(() => complaints.join()).toMatch(/violated img-src/);
  await page.close();
  await app.stop();
});

test('a page of another site can neither warm nor ask', async () => {
  const app = await startApp({ SIMULATOR_TIME_SCALE: '0' });
  const page = await browser.newPage();
  // Another port is another origin; it has a page of its own to be on.
  const other = await startApp({ SIMULATOR_TIME_SCALE: '0' });
  await page.goto(`${other.url}/healthz`);
  const outcome = await page.evaluate(async (url) => {
    const post = (type: string, mode: RequestMode): Promise<string> =>
      fetch(`${url}/api/forewarm/warm`, {
        method: 'POST',
        mode,
        headers: { 'content-type': type },
        body: '{"prefix":{"id":"react-dom"}}',
      }).then(
        (response) => response.type,
        () => 'blocked',
      );
    return [
      await post('application/json', 'cors'),
      await post('text/plain', 'cors'),
      await post('text/plain', 'no-cors'),
    ];
  }, app.url);
  expect(outcome).toEqual(['blocked', 'blocked', 'blocked']);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).not.toContain('forewarm_warms_total{');
  await page.close();
  await Promise.all([app.stop(), other.stop()]);
});
