import type { Browser, Locator, Page } from 'playwright';
import { type RunningApp, startApp } from '../e2e/app.js';

/** How one picture is taken. */
export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** What the page is told to do, state by state. */
export interface Stage {
  readonly page: Page;
  readonly app: RunningApp;
  readonly button: (name: string) => Locator;
}

/** The states of the page in the order in which they are reached, each from the one before. */
export const STATES: readonly (readonly [string, (stage: Stage) => Promise<void>])[] = [
  ['before', async ({ page }) => page.getByText(/\dk tokens/).waitFor()],
  [
    'typing',
    async ({ page }) => {
      await page.getByRole('textbox').click();
      await page.keyboard.type('How does React batch');
      await page.waitForTimeout(1500);
    },
  ],
  [
    'ready',
    async ({ page }) => {
      await page.keyboard.type(' state updates?');
      await page.getByText('Warm: ready').waitFor();
    },
  ],
  [
    'waiting',
    async ({ page }) => {
      await page.keyboard.press('Enter');
      await page.waitForTimeout(700);
    },
  ],
  [
    'streaming',
    async ({ page }) => {
      await page.locator('[data-lane=standard][data-status=answering]').first().waitFor();
      await page.waitForTimeout(500);
    },
  ],
  ['done', async ({ button }) => button('Race again on a cold context').waitFor()],
  [
    'second-question',
    async ({ button }) => {
      await button('When does a component bail out of rendering?').click();
      await button('Race again on a cold context').waitFor({ state: 'hidden' });
      await button('Race again on a cold context').waitFor();
    },
  ],
  [
    'details',
    async ({ page }) => {
      await page.getByText('Details and every run').click();
      await page.getByText('Show as a table').click();
    },
  ],
  [
    'error',
    async ({ page, app, button }) => {
      await app.stop();
      await button('How does commitRoot flush passive effects?').click();
      await page.getByText('The server went away').first().waitFor();
    },
  ],
];

/** Opens the page of an app of its own in one look. */
export async function openStage(browser: Browser, { width, colorScheme }: Look, timeScale: number): Promise<Stage> {
  const app = await startApp({ SIMULATOR_TIME_SCALE: String(timeScale), DRAIN_SECONDS: '0' });
  const isPhone = width < 600;
  const page = await browser.newPage({
    viewport: { width, height: isPhone ? 844 : 900 },
    colorScheme,
    hasTouch: isPhone,
    isMobile: isPhone,
    deviceScaleFactor: isPhone ? 2 : 1,
  });
  await page.goto(app.url);
  return { page, app, button: (name) => page.getByRole('button', { name, exact: true }) };
}
