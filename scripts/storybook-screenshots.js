// Screenshots every story at phone and desktop width, light, dark, forced colours and right to
// left, one sheet per component. Reports stories that throw or are too wide. node
// scripts/storybook-screenshots.js <built storybook> <out folder> [part of a story id]
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from './chromium.js';

const [built = 'apps/express/dist/docs', out = 'storybook-screenshots', only = ''] = process.argv.slice(2);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const PHONE = 360;
const DESKTOP = 1280;
/** @type {readonly { name: string, width: number, colorScheme?: 'dark', forcedColors?: 'active', dir?: 'rtl' }[]} */
const LOOKS = [
  { name: 'light', width: PHONE },
  { name: 'dark', width: PHONE, colorScheme: 'dark' },
  { name: 'forced colours', width: PHONE, forcedColors: 'active' },
  { name: 'right to left', width: PHONE, dir: 'rtl' },
  { name: 'light', width: DESKTOP },
  { name: 'dark', width: DESKTOP, colorScheme: 'dark' },
];
/** Pictures end here, in pixels: the rest repeats. */
const TALL = 900;
/** Stories per sheet: more would be too small. */
const PER_SHEET = 4;

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
  try {
    const body = readFileSync(join(built, path));
    response.setHeader(
      'content-type',
      TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'application/octet-stream',
    );
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
mkdirSync(out, { recursive: true });
/** @type {{ entries: Record<string, { id: string, type: string, title: string }> }} */
const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8'));
/** @type {Map<string, string[]>} */
const sheets = new Map();
for (const { id, type, title } of Object.values(entries)) {
  if (!id.includes(only)) continue;
  const row = await look(id, type);
  sheets.set(title, [...(sheets.get(title) ?? []), row]);
}
for (const [title, all] of sheets) {
  for (let from = 0; from < all.length; from += PER_SHEET) {
    const name = title.replaceAll(/\W+/g, '-').toLowerCase();
    await draw(`${name}-${from / PER_SHEET + 1}`, all.slice(from, from + PER_SHEET));
  }
}
await browser.close();
server.close();

/**
 * Takes the pictures of a story for one row of a sheet.
 * @param {string} id
 * @param {string} type
 */
async function look(id, type) {
  const page = await browser.newPage({ viewport: { width: DESKTOP, height: 600 }, colorScheme: 'light' });
  /** @type {string[]} */
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${port}/iframe.html?id=${id}&viewMode=${type === 'docs' ? 'docs' : 'story'}`);
  await page.waitForSelector('body:is(.sb-show-main, .sb-show-errordisplay)', { timeout: 60_000 });
  // Ended when nothing changes for a while.
  await settle(page);
  const shots = [];
  for (const { name, width, colorScheme = 'light', forcedColors = 'none', dir = '' } of LOOKS) {
    await page.setViewportSize({ width, height: 600 });
    await page.emulateMedia({ colorScheme, forcedColors });
    const content = await page.evaluate((direction) => {
      if (direction) document.documentElement.dir = direction;
      const bottoms = [...document.querySelectorAll('body *')].map((one) => one.getBoundingClientRect().bottom);
      return { wide: document.documentElement.scrollWidth, high: Math.max(80, ...bottoms) + 16 };
    }, dir);
    if (content.wide > width) problems.push(`${name}: is ${content.wide} px wide at ${width}`);
    await page.setViewportSize({ width, height: Math.min(TALL, Math.max(600, Math.ceil(content.high))) });
    const clip = { x: 0, y: 0, width, height: Math.min(TALL, content.high) };
    shots.push({ width, name, data: (await page.screenshot({ clip, animations: 'disabled' })).toString('base64') });
    if (dir) await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  }
  await page.close();
  if (problems.length > 0) console.log(id, [...new Set(problems)].join('; '));
  const images = shots.map(
    ({ width, name, data }) =>
      `<figure style="margin:0"><figcaption>${name}</figcaption><img width="${width === PHONE ? PHONE : 700}" src="data:image/png;base64,${data}"></figure>`,
  );
  return `<h2 style="flex-basis:100%;margin:0">${id}</h2>${images.join('')}`;
}

/**
 * @param {string} name
 * @param {readonly string[]} rows
 */
async function draw(name, rows) {
  const sheet = await browser.newPage({ viewport: { width: 1520, height: 100 } });
  await sheet.setContent(
    `<body style="margin:8px;display:flex;flex-wrap:wrap;gap:8px;align-items:start;background:#c9c;font:13px sans-serif">${rows.join('')}`,
  );
  await sheet.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await sheet.close();
}

/** @param {import('playwright').Page} page */
async function settle(page) {
  let before = '';
  let same = 0;
  for (let tries = 0; tries < 40 && same < 3; tries++) {
    await page.waitForTimeout(150);
    // A running counter is no change.
    const now = await page.evaluate(() => document.body.innerText.replaceAll(/[\d.,]+/g, ''));
    same = now === before ? same + 1 : 0;
    before = now;
  }
}
