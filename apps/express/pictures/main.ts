// Takes pictures of the reference page in each of its states, and records a race, into
// docs/pictures.
// npm run pictures [-- --out folder] [-- --only before,done] [-- --no-race]
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { recordRace } from './race.js';
import { type Look, openStage, STATES } from './states.js';

/** Fast enough to wait for, slow enough to catch every state. */
const TIME_SCALE = 0.2;
const LOOKS: readonly Look[] = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../../docs/pictures', import.meta.url)) },
    only: { type: 'string', default: '' },
    'no-race': { type: 'boolean', default: false },
  },
});
const only = values.only.split(',').filter(Boolean);
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
for (const look of LOOKS) {
  const stage = await openStage(browser, look, TIME_SCALE);
  for (const [name, reach] of STATES) {
    await reach(stage);
    if (only.length > 0 && !only.includes(name)) continue;
    const file = `page-${name}-${look.width}-${look.colorScheme}.webp`;
    const shot = await stage.page.screenshot({ animations: 'disabled', scale: 'device' });
    await sharp(shot).webp({ quality: 82, effort: 6 }).toFile(join(values.out, file));
  }
  await stage.page.close();
  await stage.app.stop();
}
if (!values['no-race']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await recordRace(browser, colorScheme, join(values.out, `race-${colorScheme}.webp`));
  }
}
await browser.close();
const sizes = readdirSync(values.out).map((name) => [name, statSync(join(values.out, name)).size] as const);
for (const [name, size] of sizes) console.log(`${String(Math.round(size / 1000)).padStart(6)} kB  ${name}`);
console.log(`${(sizes.reduce((sum, [, size]) => sum + size, 0) / 1e6).toFixed(1)} MB in ${values.out}`);
