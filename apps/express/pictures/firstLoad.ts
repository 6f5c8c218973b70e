// Measures first loads over a slow network: npm run bench:load [-- --bytes-per-second 50000
// --latency 400]
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { startApp } from '../e2e/app.js';
import { type FirstLoad, measureFirstLoad } from '../e2e/firstLoad.js';

const RUNS = 3;
const PAGES = [
  ['/', '.starters button'],
  ['/docs/', '#storybook-preview-iframe'],
] as const;

const { values } = parseArgs({
  options: {
    'bytes-per-second': { type: 'string', default: '50000' },
    latency: { type: 'string', default: '400' },
  },
});
const network = { bytesPerSecond: Number(values['bytes-per-second']), latencyMs: Number(values.latency) };
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
const app = await startApp();
const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
console.log(`${network.bytesPerSecond / 1000} kB/s, ${network.latencyMs} ms, medians of ${RUNS}\n`);
for (const [path, usable] of PAGES) {
  if ((await fetch(app.url + path)).status !== 200) {
    console.log(`${path}  is not built`);
    continue;
  }
  const loads: FirstLoad[] = [];
  for (let run = 0; run < RUNS; run++) loads.push(await measureFirstLoad(browser, app.url + path, usable, network));
  const seconds = (of: 'textMs' | 'usableMs'): string => (median(loads.map((load) => load[of])) / 1000).toFixed(2);
  const bytes = Math.round(median(loads.map((load) => load.bytes)) / 1000);
  console.log(`${path}  text ${seconds('textMs')} s, usable ${seconds('usableMs')} s, ${bytes} kB`);
}
await browser.close();
await app.stop();
