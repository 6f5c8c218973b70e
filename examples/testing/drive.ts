import { createSimulator, type Simulator } from '@forewarm/simulator';
import { type Browser, chromium, type Page } from 'playwright';
import { expect, onTestFailed } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/chromium.js';
import { type Started, start } from './run.js';

/** Slow enough to type during a warm, and to stop an answer. */
const LATENCY = { baseMs: 200, prefillMsPerToken: 0.3, decodeMsPerToken: 3 };

/** Texts of the devtools panel. */
export const PANEL = /data-forewarm-devtools|Timeline, latest first|Nothing has happened yet/;

export interface Running extends Started {
  readonly page: Page;
  readonly simulator: Simulator;
  /** Console errors and warnings, page errors, responses of 400 or more. */
  readonly complaints: string[];
}

/** Opens an app in a real browser, with a simulator as the model. */
export async function open(cwd: string, command: string, env?: NodeJS.ProcessEnv): Promise<Running> {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const simulator = createSimulator({ latency: LATENCY });
    const upstream = await simulator.listen();
    closers.push(() => upstream.close());
    const app = await start(cwd, upstream.url, command, env);
    closers.push(app.stop);
    const browser: Browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
    closers.push(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    onTestFailed(async () => console.error(complaints, await page.content().catch(String)));
    return { url: app.url, page, simulator, complaints, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const paint = (page: Page): Promise<string> =>
  page.getByRole('button', { name: 'Ask' }).evaluate((button) => getComputedStyle(button).backgroundColor);

/** Through the bundler, by the colour scheme. */
async function look(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await paint(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await paint(page);
  expect(light).not.toBe(dark);
  for (const colour of [light, dark]) expect(colour).not.toBe('rgba(0, 0, 0, 0)');
}

/** Focuses the box, asks, follows up and stops, without complaints from the browser. */
export async function drive({ page, url, simulator, complaints }: Running): Promise<void> {
  const upstream = (): [number | undefined, string][] =>
    simulator.requests.map(({ maxTokens, outcome }) => [maxTokens, String(outcome)]);
  await page.goto(url, { waitUntil: 'networkidle' });
  await look(page);
  const input = page.getByRole('textbox', { name: 'Your question' });
  const answer = page.locator('[data-forewarm=box] > [data-forewarm=answer]');
  const box = page.locator('[data-forewarm=box]');

  await input.click();
  await page.getByText('Warming', { exact: true }).waitFor();
  await input.pressSequentially('What does the storm fault do?', { delay: 5 });
  await input.press('Enter');
  const lengths = new Set<number>();
  await expect
    .poll(
      async () => {
        lengths.add((await answer.innerText()).length);
        return await box.getAttribute('data-status');
      },
      { interval: 50, timeout: 20_000 },
    )
    .toBe('done');
  expect(lengths.size).toBeGreaterThan(3);
  expect(await answer.innerText()).toContain('storm');
  expect(upstream()).toEqual([
    [0, 'miss'],
    [4096, 'hit'],
  ]);

  await input.fill('And what does the cut fault do?');
  await input.press('Enter');
  await expect.poll(() => answer.innerText(), { timeout: 20_000 }).toContain('cut');
  await page.getByRole('button', { name: 'Stop' }).click();
  const kept = await answer.innerText();
  await expect.poll(() => simulator.requests.at(-1)?.aborted, { timeout: 20_000 }).toBe(true);
  expect(await answer.innerText()).toBe(kept);
  expect(complaints).toEqual([]);
}

export async function openDevtools({ page, complaints }: Running): Promise<void> {
  await page.getByRole('button', { name: /^Forewarm: \d+ events$/ }).click();
  await page.getByRole('row', { name: /ask-stopped/ }).waitFor();
  expect(complaints).toEqual([]);
}
