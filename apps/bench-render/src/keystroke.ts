import { chromium } from 'playwright';
import { build, type Rollup } from 'vite';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { commandLine, parseOptions } from '../../bench/src/commandLine.js';

const HELP = `npm run bench:keystroke -- [options]

What the policy costs per keystroke, in microseconds, in a real browser and as it is built for one.

  --json  one JSON object instead of the table
`;
const { json } = commandLine(HELP, () => parseOptions({ json: { type: 'boolean', default: false } }));

const BATCH = 1_000;
const BATCHES = 300;

const source = `
import { ForewarmClient, definePolicy } from '@forewarm/core';
const usage = { prompt: 1, cacheRead: 0, cacheWrite: 1, output: 0 };
const warmed = { status: 'warmed', hash: 'h', method: 'zero-tokens', usage, ttlMs: 3_600_000 };
const thread = Array.from({ length: 20 }, () => ({ question: 'q'.repeat(200), answer: 'a'.repeat(2_000) }));
const never = new Promise(() => {});
const situations = {
  'fresh': [{ id: 'doc' }, async () => warmed],
  'fresh, parameters': [{ id: 'doc', params: { project: 'p1', file: 'src/index.ts', revision: 7 } }, async () => warmed],
  'fresh, a thread of 44,000 characters': [{ id: 'doc', thread }, async () => warmed],
  'warming': [{ id: 'doc' }, () => never],
};
globalThis.measure = async (batch, batches) => {
  const results = {};
  for (const [name, [prefix, warm]] of Object.entries(situations)) {
    const budget = { warms: 100, tokens: 1e9 };
    const cache = new ForewarmClient({ adapter: { name: 'a', warm, async *ask() {} }, policy: definePolicy({ debounceMs: 0, budget }) });
    cache.intend(prefix, 'focus');
    await new Promise((resolve) => setTimeout(resolve, 10));
    const times = [];
    for (let n = 0; n < batches; n++) {
      const started = performance.now();
      for (let i = 0; i < batch; i++) cache.intend(prefix, 'keystroke');
      times.push(((performance.now() - started) * 1000) / batch);
    }
    results[name] = times.sort((a, b) => a - b);
    cache.dispose();
  }
  return results;
};`;

const built = (await build({
  configFile: false,
  logLevel: 'error',
  build: { write: false, rollupOptions: { input: 'virtual:measure', output: { format: 'iife' } } },
  plugins: [
    {
      name: 'measure',
      resolveId: (id) => (id === 'virtual:measure' ? id : null),
      load: (id) => (id === 'virtual:measure' ? source : null),
    },
  ],
})) as Rollup.RollupOutput;
const chunk = built.output[0];
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: chunk.code });
  const results: Record<string, number[]> = await page.evaluate(
    ([batch, batches]) => Reflect.get(globalThis, 'measure')(batch, batches),
    [BATCH, BATCHES],
  );
  const rows = Object.entries(results).map(([situation, times]) => ({
    situation,
    medianUs: Number(times[times.length >> 1]?.toFixed(3)),
    p99Us: Number(times[Math.floor(times.length * 0.99)]?.toFixed(3)),
  }));
  if (json) console.log(JSON.stringify({ rows }));
  else
    for (const { situation, medianUs, p99Us } of rows)
      console.log(`${situation.padEnd(40)} median ${medianUs} µs, p99 ${p99Us} µs per keystroke`);
} finally {
  await browser.close();
}
