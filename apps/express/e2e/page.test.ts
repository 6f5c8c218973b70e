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
  lane: (name: 'With Forewarm' | 'Without') => Locator;
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
  // As people ask elsewhere: a question does not wait for the warm before it is sent.
  await page.getByRole('radio', { name: 'now', exact: true }).check();
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
  lane.getByText(/^(hit|miss|partial hit|cache use not reported) · .* in all$/).waitFor();

describe('the page', () => {
  test('warms on focus, joins on submit, streams, and hits; a second question hits without a second warm', async () => {
    const { page, sent, speculative, input, lane } = await open();
    await input.click();
    await page.getByText(/^Warming: /).waitFor();
    await input.pressSequentially(QUESTION, { delay: 5 });
    await input.press('Enter');
    await done(lane('With Forewarm'));
    await done(lane('Without'));
    expect(
      await lane('With Forewarm')
        .getByText(/^hit · [\d,]+ tokens read/)
        .count(),
    ).toBe(1);
    expect(
      await lane('Without')
        .getByText(/^miss · /)
        .count(),
    ).toBe(1);
    expect(await lane('With Forewarm').locator('[data-forewarm=answer]').innerText()).toContain('commitRoot');

    await input.fill('Where is the lane of an update chosen?');
    await input.press('Enter');
    await expect.poll(() => speculative().length).toBe(3);
    await done(lane('With Forewarm'));
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
    const answer = lane('With Forewarm').locator('[data-forewarm=answer]');
    await expect.poll(() => answer.innerText(), { timeout: 20_000 }).not.toBe('');
    await page.getByRole('button', { name: 'Stop' }).click();
    const kept = await answer.innerText();
    expect(kept).not.toBe('');
    await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
    await page.waitForTimeout(300);
    expect(await answer.innerText()).toBe(kept);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => speculative().filter(({ maxTokens }) => maxTokens > 0).length).toBeGreaterThan(1);
  });

  test('a second question is a run of its own, a hit in both lanes, and a cold context makes both cold', async () => {
    const { page, input, lane } = await open();
    const counters = page.getByRole('region', { name: 'Time to first token' });
    const ask = async (question: string): Promise<void> => {
      await input.fill(question);
      await input.press('Enter');
      await done(lane('With Forewarm'));
      await done(lane('Without'));
      await page.getByRole('button', { name: 'Race again on a cold context' }).waitFor();
    };
    await ask(QUESTION);
    expect(await counters.getByText('miss: the model read the whole context').count()).toBe(1);
    await ask('Where is the lane of an update chosen?');
    await counters.getByText('hit: already cached by your first question').nth(1).waitFor();
    await page.getByRole('button', { name: 'Race again on a cold context' }).click();
    await counters.getByText('miss: the model read the whole context').waitFor();
    await page.getByRole('button', { name: 'Race again on a cold context' }).waitFor();
    await page.getByText('Details and every run').click();
    await page.getByText('Show as a table').click();
    expect(await page.getByRole('row', { name: /complete$/ }).count()).toBe(3);
  });

  test('a question that comes while a lane still answers ends that run in both, as incomplete', async () => {
    const { page, input, lane } = await open({ latency: { decodeMsPerToken: 2_000 } });
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('With Forewarm').locator('[data-forewarm=answer]').waitFor();
    await input.fill('Another question');
    await input.press('Enter');
    await page.getByRole('region', { name: 'Answers' }).getByText('Another question', { exact: true }).waitFor();
    await input.press('Escape');
    await page.getByText('Details and every run').click();
    await page.getByText('Show as a table').click();
    await page.getByRole('row', { name: /commitRoot.*incomplete: the next question came$/ }).waitFor();
    await page.getByRole('row', { name: /Another question.*incomplete: stopped$/ }).waitFor();
  });

  test('a starter waits for the warm where that is chosen, and then hits without waiting', async () => {
    const { page, lane } = await open();
    await page.getByRole('radio', { name: 'when warm' }).check();
    await page.getByRole('button', { name: QUESTION }).click();
    await page.getByText(/^Warming: .* Sends when ready$/).waitFor();
    await done(lane('With Forewarm'));
    await page.getByText('hit: cached while you typed').waitFor();
    await page
      .getByRole('status')
      .getByText(/ s sooner/)
      .waitFor();
  });

  test('a server that goes away before the first token has not cut an answer in the middle', async () => {
    const app = await startApp({ DRAIN_SECONDS: '0' });
    const page = await browser.newPage();
    closers.push(() => page.close());
    await page.goto(app.url);
    await page.getByRole('radio', { name: 'now', exact: true }).check();
    await page.getByRole('button', { name: QUESTION }).click();
    await page.getByText('waiting for the warm').waitFor();
    await app.stop();
    await page
      .getByRole('status')
      .getByText(/before the first token/)
      .waitFor();
    expect(await page.getByText('in the middle').count()).toBe(0);
  });

  test('a server that freezes is named within 3 s, and the answers go on when it does', async () => {
    const app = await startApp({ SIMULATOR_TIME_SCALE: '0.4' });
    closers.push(app.stop);
    const page = await browser.newPage();
    closers.push(() => page.close());
    await page.goto(app.url);
    await page.getByRole('radio', { name: 'now', exact: true }).check();
    await page.getByRole('button', { name: QUESTION }).click();
    await page.getByText('the model reads').first().waitFor();
    const told = page.getByRole('status').getByText('The server does not answer');
    app.freeze();
    try {
      await told.waitFor({ timeout: 3_000 });
      expect(await page.getByText('the server does not answer', { exact: true }).count()).toBe(2);
    } finally {
      app.thaw();
    }
    await told.waitFor({ state: 'detached' });
    for (const name of ['With Forewarm', 'Without']) await done(page.getByRole('region', { name, exact: true }));
  });

  test('a slow model is no frozen server', async () => {
    const { page, input } = await open({}, { intercept: ({ body }) => body.includes('"stream":true') });
    await page.evaluate(() => {
      const seen: string[] = [];
      const look = (): void => void seen.push(document.querySelector('[role=status]')!.textContent);
      new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
      Object.assign(globalThis, { seen });
    });
    await input.fill(QUESTION);
    await input.press('Enter');
    await page.getByText('the model reads').first().waitFor();
    await page.waitForTimeout(5_000);
    expect(await page.getByText('the model reads').count()).toBe(2);
    expect(await page.evaluate('seen.filter((text) => text !== "").length')).toBe(0);
  });

  test('says where answers come from, and how large the context is', async () => {
    const app = await startApp();
    closers.push(app.stop);
    const page = await browser.newPage();
    closers.push(() => page.close());
    await page.goto(app.url);
    await page.getByText(/No key is set, so a simulator answers/).waitFor();
    await page.getByText(/1[45]\dk tokens/).waitFor();
    await page.getByText('claude-sonnet-4-6').waitFor();
  });
});

describe('an upstream that', () => {
  test('reports reads of its cache only still counts as a hit', async () => {
    const { input, lane } = await open({ reportCache: 'read-only' });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('With Forewarm')
      .getByText(/^hit · [\d,]+ tokens read/)
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
    [401, 'authentication_error', 'its owner must check it'],
    [429, 'rate_limit_error', 'rate limit is reached'],
    [529, 'overloaded_error', 'overloaded; try again'],
  ])('answers %i leaves a clear error in the box, in the server’s words', async (status, type, words) => {
    const { input, lane, page } = await open({}, failing(status, type));
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('With Forewarm').getByText(words).waitFor();
    expect(await page.getByText(`said ${type}`).count()).toBe(0);
    await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
  });

  test('can’t be reached leaves a clear error in the box, and a retry works once it can', async () => {
    let down = true;
    const intercept: GatewayOptions['intercept'] = (_request, response) => {
      if (down) response.destroy();
      return down;
    };
    const { input, lane, page } = await open({}, { intercept });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('With Forewarm')
      .getByText(/connection to the model’s API failed|could not be reached/i)
      .waitFor();
    down = false;
    await page.getByRole('button', { name: 'Ask again' }).click();
    await done(lane('With Forewarm'));
  });

  test('hangs on the warm does not keep the question from being answered', async () => {
    const { input, lane, page } = await open({}, { intercept: ({ body }) => body.includes('"max_tokens":0') });
    await page.clock.install();
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await page.getByText('waiting for the warm').waitFor();
    await page.clock.fastForward(31_000);
    await done(lane('With Forewarm'));
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
    await lane('With Forewarm')
      .getByText(/^miss · /)
      .waitFor();
  });

  test('breaks off midway leaves what had come, and a retry works', async () => {
    let broken = 0;
    const cutAfter: GatewayOptions['cutAfter'] = ({ body }) =>
      body.includes('Run: speculative-') && body.includes('"stream":true') && broken++ === 0 ? 2_000 : undefined;
    const { input, lane, page } = await open({}, { cutAfter });
    await input.click();
    await input.fill(QUESTION);
    await input.press('Enter');
    await lane('With Forewarm')
      .getByText(/connection|broke off/)
      .waitFor();
    expect(await lane('With Forewarm').locator('[data-forewarm=answer]').innerText()).not.toBe('');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await done(lane('With Forewarm'));
  });
});

test('phone width: nothing is wider than the screen, before and after an answer', async () => {
  const { page, input, lane } = await open();
  await page.setViewportSize({ width: 360, height: 740 });
  const counters = page.getByRole('region', { name: 'Time to first token' });
  const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(360);
  await input.click();
  await input.fill(QUESTION);
  await input.press('Enter');
  // Whoever waits sees both counters.
  await expect.poll(async () => (await counters.boundingBox())!.y).toBeGreaterThanOrEqual(0);
  await expect
    .poll(async () => {
      const { y, height } = (await counters.boundingBox())!;
      return y + height;
    })
    .toBeLessThanOrEqual(740);
  await done(lane('With Forewarm'));
  await done(lane('Without'));
  expect(await width()).toBeLessThanOrEqual(360);
});
