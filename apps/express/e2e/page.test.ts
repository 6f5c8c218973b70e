import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { type Gateway, type GatewayOptions, openGateway } from '@forewarm/testing';
import { type Browser, chromium, type Locator, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { startApp } from './app.js';

let browser: Browser;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => browser?.close());

interface Setup {
  page: Page;
  /** Every request the browser has sent, with its body. */
  sent: { path: string; body: string }[];
  /** The warms and asks of the speculative lane, as they passed to the upstream. */
  speculative: () => { maxTokens: number; outcome: string }[];
  input: Locator;
  lane: (name: 'Standard' | 'Speculative') => Locator;
}

const QUESTION = 'How does commitRoot flush passive effects?';

/** The built app in front of an upstream in this process, and a page of it in a real browser. */
async function open(
  simulatorOptions: SimulatorOptions = {},
  gatewayOptions: Omit<GatewayOptions, 'upstream'> = {},
): Promise<Setup> {
  const simulator = createSimulator({ timeScale: 0.05, keepBodies: true, ...simulatorOptions });
  const gateway: Gateway = await openGateway({ upstream: (request) => simulator.fetch(request), ...gatewayOptions });
  closers.push(gateway.close);
  const app = await startApp({ ANTHROPIC_BASE_URL: gateway.url });
  closers.push(app.stop);
  const page = await browser.newPage();
  closers.push(() => page.close());
  const sent: Setup['sent'] = [];
  page.on('request', (request) => sent.push({ path: new URL(request.url()).pathname, body: request.postData() ?? '' }));
  await page.goto(app.url);
  const speculative = (): { maxTokens: number; outcome: string }[] =>
    simulator.requests
      .filter(({ body }) => body?.includes('Run: speculative-'))
      .map(({ maxTokens, outcome }) => ({ maxTokens: maxTokens ?? -1, outcome: String(outcome) }));
  const input = page.getByRole('textbox', { name: 'Your question' });
  const lane = (name: string): Locator => page.getByRole('region', { name, exact: true });
  await input.waitFor();
  return { page, sent, speculative, input, lane };
}

const posts = (sent: Setup['sent'], path: string): string[] =>
  sent.filter((request) => request.path.endsWith(path)).map(({ body }) => body);
const done = (lane: Locator): Promise<void> =>
  lane.getByText(/to first token.* · (hit|miss|partial|unknown)/).waitFor();

describe('the page', () => {
  test('warms on focus, joins on submit, streams, and hits; a second question hits without a second warm', async () => {
    const { page, sent, speculative, input, lane } = await open();
    await input.click();
    await page.getByText('Warming', { exact: true }).waitFor();
    await input.pressSequentially(QUESTION, { delay: 5 });
    await input.press('Enter');
    await done(lane('Speculative'));
    await done(lane('Standard'));
    expect(
      await lane('Speculative')
        .getByText(/ · hit · [\d,]+ tokens read/)
        .count(),
    ).toBe(1);
    expect(
      await lane('Standard')
        .getByText(/ · miss/)
        .count(),
    ).toBe(1);
    expect(await lane('Speculative').locator('[data-forewarm=answer]').innerText()).toContain('commitRoot');

    await input.fill('Where is the lane of an update chosen?');
    await input.press('Enter');
    await expect.poll(() => speculative().length).toBe(3);
    await done(lane('Speculative'));
    expect(posts(sent, '/warm')).toHaveLength(1);
    await expect.poll(speculative).toEqual([
      { maxTokens: 0, outcome: 'miss' },
      { maxTokens: 1024, outcome: 'hit' },
      { maxTokens: 1024, outcome: 'hit' },
    ]);
  });

  test('keeps the draft in the browser until it is sent', async () => {
    const { page, sent, input } = await open();
    await input.click();
    await input.pressSequentially('unspeakable secret draft', { delay: 20 });
    await page.waitForTimeout(500);
    await input.fill('');
    await input.pressSequentially('Another question?', { delay: 5 });
    expect(posts(sent, '/warm')).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toMatch(/unspeakable|Another/);
    await input.press('Enter');
    await expect.poll(() => posts(sent, '/ask').length).toBe(2);
    expect(JSON.stringify(sent)).not.toContain('unspeakable');
    expect(posts(sent, '/ask').every((body) => body.includes('Another question?'))).toBe(true);
  });

  test('stops an answer, keeps what had come, and asks again', async () => {
    const { page, speculative, input, lane } = await open({ latency: { decodeMsPerToken: 2_000 } });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    const answer = lane('Speculative').locator('[data-forewarm=answer]');
    await expect.poll(() => answer.innerText(), { timeout: 20_000 }).not.toBe('');
    await page.getByRole('button', { name: 'Stop' }).click();
    const kept = await answer.innerText();
    expect(kept).not.toBe('');
    await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
    await page.waitForTimeout(300);
    expect(await answer.innerText()).toBe(kept);
    await lane('Speculative').getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => speculative().filter(({ maxTokens }) => maxTokens > 0).length).toBeGreaterThan(1);
  });

  test('says where answers come from, and how large the context is', async () => {
    const app = await startApp();
    closers.push(app.stop);
    const page = await browser.newPage();
    closers.push(() => page.close());
    await page.goto(app.url);
    await page.getByText(/No key is set, so a simulator answers/).waitFor();
    await page.getByText(/about 1[45]\d,000 tokens/).waitFor();
    await page.getByText('claude-sonnet-4-6').waitFor();
  });
});

describe('an upstream that', () => {
  test('reports reads of its cache only still counts as a hit', async () => {
    const { input, lane } = await open({ reportCache: 'read-only' });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative')
      .getByText(/ · hit · [\d,]+ tokens read/)
      .waitFor();
  });

  const failing = (status: number, type: string): Omit<GatewayOptions, 'upstream'> => ({
    intercept(_request, response) {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end(JSON.stringify({ type: 'error', error: { type, message: `said ${type}` } }));
      return true;
    },
  });
  test.each([
    [401, 'authentication_error', 'its owner has to look at the key'],
    [429, 'rate_limit_error', 'asked too much at the moment'],
    [529, 'overloaded_error', 'overloaded; try again'],
  ])('answers %i leaves a clear error in the box, in the server’s words', async (status, type, words) => {
    const { input, lane, page } = await open({}, failing(status, type));
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative').getByText(words).waitFor();
    expect(await page.getByText(`said ${type}`).count()).toBe(0);
    await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
  });

  test('can’t be reached leaves a clear error in the box, and a retry works once it can', async () => {
    let down = true;
    const intercept: GatewayOptions['intercept'] = (_request, response) => {
      if (down) response.destroy();
      return down;
    };
    const { input, lane } = await open({}, { intercept });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative')
      .getByText(/connection to the model’s API failed|could not be reached/i)
      .waitFor();
    down = false;
    await lane('Speculative').getByRole('button', { name: 'Ask again' }).click();
    await done(lane('Speculative'));
  });

  test('hangs on the warm does not keep the question from being answered', async () => {
    const { input, lane, page } = await open({}, { intercept: ({ body }) => body.includes('"max_tokens":0') });
    await page.clock.install();
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative').getByText('waiting for the warm').waitFor();
    await page.clock.fastForward(31_000);
    await done(lane('Speculative'));
  });

  test('fails the warm does not keep the question from being answered', async () => {
    const { input, lane } = await open(
      {},
      {
        intercept({ body }, response) {
          if (!/"max_tokens":[01],?/.test(body) || body.includes('"max_tokens":1024')) return false;
          response.writeHead(500).end('{}');
          return true;
        },
      },
    );
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative')
      .getByText(/ · miss/)
      .waitFor();
  });

  test('breaks off midway leaves what had come, and a retry works', async () => {
    let broken = 0;
    const cutAfter: GatewayOptions['cutAfter'] = ({ body }) =>
      body.includes('Run: speculative-') && body.includes('"stream":true') && broken++ === 0 ? 2_000 : undefined;
    const { input, lane } = await open({}, { cutAfter });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('Speculative')
      .getByText(/connection|broke off/)
      .waitFor();
    expect(await lane('Speculative').locator('[data-forewarm=answer]').innerText()).not.toBe('');
    await lane('Speculative').getByRole('button', { name: 'Ask again' }).click();
    await done(lane('Speculative'));
  });
});

test('phone width: nothing is wider than the screen, before and after an answer', async () => {
  const { page, input, lane } = await open();
  await page.setViewportSize({ width: 360, height: 740 });
  const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(360);
  await input.click();
  await input.fill(QUESTION);
  await input.press('Enter');
  await done(lane('Speculative'));
  await done(lane('Standard'));
  expect(await width()).toBeLessThanOrEqual(360);
});
