import { availableParallelism, totalmem } from 'node:os';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { commandLine, parseOptions, whole } from '../../bench/src/commandLine.js';
import { type Measured, measure } from './measure.js';
import { buildPages, type Kit, KITS } from './pages.js';
import { serve } from './server.js';

const HELP = `npm run bench:render -- [options]

What drawing a fast answer costs in a real Chromium, beside a page without any framework (the floor)
and other kits on the same stream.

  --tokens N   tokens of the answer                  [5000]
  --rate N     tokens per second                     [500]
  --runs N     runs of each kit; medians             [3]
  --json       one JSON object instead of the table
`;

const { runs, tokens, perSecond, json } = commandLine(HELP, () => {
  const values = parseOptions({
    tokens: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '500' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  });
  return {
    tokens: whole('--tokens', values.tokens),
    perSecond: whole('--rate', values.rate),
    runs: whole('--runs', values.runs),
    json: values.json,
  };
});

const { url, close } = await serve(await buildPages(), { tokens, perSecond });
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--enable-precise-memory-info'],
});
const all = Object.fromEntries(KITS.map((kit) => [kit, [] as Measured[]])) as Record<Kit, Measured[]>;
// In turn rather than kit by kit, so that what else the machine does meets all alike.
for (let run = 0; run < runs; run++) {
  for (const kit of KITS) all[kit].push(await measure(browser, url, kit));
}
const machine = {
  chromium: browser.version(),
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
await browser.close();
await close();

const medians = Object.fromEntries(KITS.map((kit) => [kit, medianOf(all[kit])])) as Record<Kit, Measured>;
const ratio = (kit: Kit, other: Kit, name: keyof Measured): number => medians[kit][name] / medians[other][name];
const RATIOS = ['scriptMs', 'taskMs', 'peakHeapBytes', 'pasteMs', 'keyInPasteMs'] as const;
const ratiosOf = (kit: Kit, other: Kit): Record<string, number> =>
  Object.fromEntries(RATIOS.map((name) => [name, ratio(kit, other, name)]));
/** Each kit's figures divided by the floor's, and the ask box's by each kit's. */
const toFloor = Object.fromEntries(KITS.map((kit) => [kit, ratiosOf(kit, 'floor')]));
const forewarmTo = Object.fromEntries(KITS.slice(1).map((kit) => [kit, ratiosOf('forewarm', kit)]));

if (json)
  console.log(JSON.stringify({ tokens, perSecond, runs, machine, kits: medians, toFloor, forewarmTo }, null, 2));
else {
  console.log(`${tokens} tokens at ${perSecond} per second, medians of ${runs}; in brackets: times the floor.`);
  console.log(`Chromium ${machine.chromium}, ${machine.cores} cores, ${machine.memoryGiB} GiB.`);
  console.table(
    Object.fromEntries(
      KITS.map((kit) => [
        kit,
        {
          commits: String(medians[kit].commits),
          frames: String(Math.round(medians[kit].frames)),
          'most per frame': String(medians[kit].mostPerFrame),
          'script ms': told(kit, 'scriptMs'),
          'main thread ms': told(kit, 'taskMs'),
          'peak heap MB': told(kit, 'peakHeapBytes', 1_000_000),
          'tasks over 50 ms': `${medians[kit].longTasks} (longest ${Math.round(medians[kit].longestTaskMs)} ms)`,
          '… of processor time': `${medians[kit].longCpuTasks} (longest ${medians[kit].longestTaskCpuMs.toFixed(1)} ms)`,
          'commits while typing 200': String(medians[kit].typingCommits),
          'paste of 100,000, ms': `${told(kit, 'pasteMs')}, ${medians[kit].pasteCommits} commits`,
          'a key in it, ms': told(kit, 'keyInPasteMs'),
        },
      ]),
    ),
  );
  const share = (kit: Kit): string => RATIOS.map((name) => `${name} ${forewarmTo[kit]![name]!.toFixed(2)}`).join(', ');
  for (const kit of KITS.slice(1)) console.log(`AskBox ÷ ${kit}: ${share(kit)}`);
}

function told(kit: Kit, name: keyof Measured, per = 1): string {
  const value = medians[kit][name] / per;
  const text = value < 100 ? value.toFixed(1) : value.toFixed(0);
  return kit === 'floor' ? text : `${text} (${ratio(kit, 'floor', name).toFixed(2)}×)`;
}

function medianOf(measured: readonly Measured[]): Measured {
  const names = Object.keys(measured[0]!) as (keyof Measured)[];
  const middle = (name: keyof Measured): number => {
    const sorted = measured.map((one) => one[name]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as unknown as Measured;
}
