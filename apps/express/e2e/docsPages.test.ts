import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { type RunningApp, startApp } from './app.js';
import { watch } from './watch.js';

interface Entry {
  readonly id: string;
  readonly type: 'docs' | 'story';
  readonly importPath: string;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let browser: Browser;
let app: RunningApp;
let entries: readonly Entry[];
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  app = await startApp();
  const response = await fetch(`${app.url}/docs/index.json`);
  if (!response.ok) throw new Error('The documentation is not built; first run: npm run build-storybook');
  entries = Object.values(((await response.json()) as { entries: Record<string, Entry> }).entries);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** Pages and stories in the repository, as paths from its root. */
function written(folder = '.'): string[] {
  return readdirSync(`${ROOT}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|\.git|\.next)$/.test(entry.name) ? [] : written(path);
    return /\.mdx$|\.stories\.\w+$/.test(entry.name) ? [path] : [];
  });
}

test('every page and every file of stories in the repository is in the built documentation', () => {
  const built = new Set(entries.map(({ importPath }) => importPath));
  const files = written();
  expect(files).toContain('./.storybook/pages/start/start.mdx');
  expect(files.filter((path) => !built.has(path))).toEqual([]);
});

test('every page shows without a complaint, is no wider than a phone, and leads to pages that exist', async () => {
  const pages = entries.filter(({ type }) => type === 'docs');
  expect(pages.length).toBeGreaterThan(5);
  const ids = new Set(entries.map(({ id }) => id));
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const complaints = await watch(page);
  const wide: Record<string, number> = {};
  const lost: string[] = [];
  for (const { id } of pages) {
    await page.goto(`${app.url}/docs/iframe.html?id=${id}&viewMode=docs`);
    await page.locator('#storybook-docs h1').first().waitFor();
    // The stories on it are there too, and their fonts.
    await page.waitForLoadState('networkidle');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 360) wide[id] = width;
    const links = await page
      .locator('#storybook-docs a[href*="path=/"]')
      .evaluateAll((found) => found.map((link) => link.getAttribute('href')!));
    lost.push(...links.filter((link) => !ids.has(link.replace(/^.*path=\/\w+\//, '').replace(/[#&].*/, ''))));
  }
  expect({ wide, lost, complaints }).toEqual({ wide: {}, lost: [], complaints: [] });
  await page.close();
}, 300_000);
