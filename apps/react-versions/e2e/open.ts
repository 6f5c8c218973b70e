import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import type { Built } from '../src/build.js';
import { servePage, type ServeOptions } from '../src/serve.js';

export interface Opened {
  readonly page: Page;
  readonly url: string;
  /** What the page has said on the console as a warning or an error. */
  readonly complaints: string[];
}

/** Opens pages in a real browser, each from a server of its own; all is closed after each test. */
export function pagesInBrowser(): (
  built: Built,
  given?: { path?: string; serve?: ServeOptions; context?: BrowserContextOptions },
) => Promise<Opened> {
  let browser: Browser;
  const closers: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  });
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  afterAll(() => browser?.close());
  return async (built, { path = '/', serve, context } = {}) => {
    const gateway = await servePage(built, serve);
    closers.push(gateway.close);
    const window = await browser.newContext(context);
    closers.push(() => window.close());
    const page = await window.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    // Stands before React does, which then tells it of every commit.
    await page.addInitScript(() => {
      const hook = { supportsFiber: true, renderers: new Map(), inject: () => 1, onCommitFiberUnmount() {} };
      Object.assign(globalThis, { commits: 0 });
      const onCommitFiberRoot = (): void => void (globalThis as unknown as { commits: number }).commits++;
      Object.assign(globalThis, {
        __REACT_DEVTOOLS_GLOBAL_HOOK__: { ...hook, onCommitFiberRoot, onPostCommitFiberRoot() {} },
      });
    });
    await page.goto(`${gateway.url}${path}`);
    return { page, url: gateway.url, complaints };
  };
}

export const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' });
export const hydrate = (page: Page): Promise<void> => page.evaluate('void hydrate()');

/** Types a question and sends it. */
export async function ask(page: Page, question: string): Promise<void> {
  await box(page).fill(question);
  await box(page).press('Enter');
}
