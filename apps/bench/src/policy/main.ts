import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callersPath, commandLine, parseOptions } from '../commandLine.js';
import { drawCurves, type Point, tableOf } from './curves.js';
import { constants, cookbook, kit } from './strategies.js';

const LONGEST_MS = 30_000;
const STEP_MS = 500;

const HELP = `npm run bench:policy -- [options]

Measures TTFT by think time for the policy, a cold prompt and the cookbook, on the simulator's clock.

  --out FOLDER  where policy.svg and policy-table.md are written [nowhere]
  --json        one JSON object instead of the table
`;

async function main(): Promise<void> {
  const values = commandLine(HELP, () =>
    parseOptions({ json: { type: 'boolean', default: false }, out: { type: 'string' } }),
  );
  const { coldMs, hitMs, warmMs } = await constants();
  const [none, wait, race, byCookbook] = [await kit('none'), await kit('wait'), await kit('race'), cookbook()];
  const points: Point[] = [];
  for (let thinkMs = 0; thinkMs <= LONGEST_MS; thinkMs += STEP_MS) {
    points.push({
      thinkMs,
      none: await none(thinkMs),
      cookbook: await byCookbook(thinkMs),
      wait: await wait(thinkMs),
      race: await race(thinkMs),
      bound: Math.min(coldMs, Math.max(0, warmMs - thinkMs) + hitMs),
    });
  }
  if (values.json) {
    console.log(JSON.stringify({ points }));
    return;
  }
  const off = (key: 'wait' | 'race', expected: (point: Point) => number): number =>
    Math.max(...points.map((point) => Math.abs(point[key] / expected(point) - 1)));
  const waitOff = off('wait', ({ thinkMs }) => Math.max(0, warmMs - thinkMs) + hitMs);
  const raceOff = off('race', ({ bound }) => bound);
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  const table = tableOf(points.filter(({ thinkMs }) => thinkMs % 1_000 === 0));
  console.log(table);
  console.log(`cold ${coldMs} ms, hit ${hitMs} ms, warm ${warmMs} ms, on the simulator's clock`);
  console.log(
    `wait is at most ${percent(waitOff)} off max(0, W - t) + h; race at most ${percent(raceOff)} off the bound`,
  );
  if (values.out !== undefined) {
    const folder = callersPath(values.out);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'policy.svg'), drawCurves(points));
    await writeFile(join(folder, 'policy-table.md'), table);
    console.log(`Written: ${join(values.out, 'policy.svg')}, ${join(values.out, 'policy-table.md')}`);
  }
  if (waitOff > 0.02 || raceOff > 0.02) process.exitCode = 1;
}

await main();
