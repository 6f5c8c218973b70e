// Opens every story of a built Storybook at phone and desktop width, light and dark, and puts the pictures on sheets to be looked at.
// node scripts/storybook-screenshots.js <built storybook> <out folder> [part of a story id]
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from './chromium.js';

const [built = 'apps/express/dist/docs', out = 'storybook-screenshots', only = ''] = process.argv.slice(2);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const WIDTHS = [360, 1280];
const SCHEMES = /** @type {const} */ (['light', 'dark']);

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
const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8'));
for (const { id, type } of Object.values(entries)) {
  if (!id.includes(only)) continue;
  const shots = [];
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 500 }, colorScheme });
      const errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`http://127.0.0.1:${port}/iframe.html?id=${id}&viewMode=${type === 'docs' ? 'docs' : 'story'}`);
      await page.waitForSelector('body:is(.sb-show-main, .sb-show-errordisplay)', { timeout: 20_000 });
      // A story with a play function is at its end when nothing has changed for a while.
      await settle(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) errors.push(`is ${overflow} px wider than ${width}`);
      if (errors.length > 0) console.log(id, colorScheme, width, errors.join('; '));
      shots.push({ width, data: (await page.screenshot({ fullPage: true })).toString('base64') });
      await page.close();
    }
  }
  const sheet = await browser.newPage({ viewport: { width: 1700, height: 100 } });
  const images = shots.map(({ width, data }) => `<img width="${width}" src="data:image/png;base64,${data}">`);
  await sheet.setContent(
    `<body style="margin:0;display:flex;flex-wrap:wrap;gap:8px;align-items:start;background:#c9c">${images.join('')}`,
  );
  await sheet.screenshot({ path: join(out, `${id}.png`), fullPage: true });
  await sheet.close();
}
await browser.close();
server.close();

/** @param {import('playwright').Page} page */
async function settle(page) {
  let before = '';
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(300);
    // Without figures, so that a counter that runs does not count as change.
    const now = await page.evaluate(() => document.body.innerText.replaceAll(/[\d.,]+/g, ''));
    if (now === before) return;
    before = now;
  }
}
