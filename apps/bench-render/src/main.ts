import { availableParallelism, totalmem } from 'node:os';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { commandLine, parseOptions, whole } from '../../bench/src/commandLine.js';
import { type Measured, measure } from './measure.js';
import { buildPages, type Kit, KITS } from './pages.js';
import { serve } from './server.js';

const HELP = `npm run bench:render -- [options]

What drawing a fast answer costs, beside other kits on the same stream, in a real Chromium.

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
const ratio = (other: Kit, name: keyof Measured): number => medians[other][name] / medians.forewarm[name];
const RATIOS = ['commits', 'scriptMs', 'taskMs', 'peakHeapBytes', 'pasteMs', 'keyInPasteMs'] as const;
const ratios = Object.fromEntries(
  KITS.slice(1).map((kit) => [kit, Object.fromEntries(RATIOS.map((name) => [name, ratio(kit, name)]))]),
);

if (json)
  console.log(JSON.stringify({ tokens, perSecond, runs, machine, kits: medians, ratiosToForewarm: ratios }, null, 2));
else {
  console.log(`${tokens} tokens at ${perSecond} per second, medians of ${runs}; in brackets: times Forewarm's AskBox.`);
  console.log(`Chromium ${machine.chromium}, ${machine.cores} cores, ${machine.memoryGiB} GiB.`);
  console.table(
    Object.fromEntries(
      KITS.map((kit) => [
        kit,
        {
          commits: told(kit, 'commits'),
          frames: String(Math.round(medians[kit].frames)),
          'most per frame': String(medians[kit].mostPerFrame),
          'script ms': told(kit, 'scriptMs'),
          'main thread ms': told(kit, 'taskMs'),
          'peak heap MB': told(kit, 'peakHeapBytes', 1_000_000),
          'tasks over 50 ms': `${medians[kit].longTasks} (longest ${Math.round(medians[kit].longestTaskMs)} ms)`,
          '… of processor time': `${medians[kit].longCpuTasks} (longest ${medians[kit].longestTaskCpuMs.toFixed(1)} ms)`,
          'commits while typing 200': String(medians[kit].typingCommits),
          'paste of 100,000': `${told(kit, 'pasteMs')} ms, ${medians[kit].pasteCommits} commits`,
          'a key in it, ms': told(kit, 'keyInPasteMs'),
        },
      ]),
    ),
  );
}

function told(kit: Kit, name: keyof Measured, per = 1): string {
  const value = medians[kit][name] / per;
  const text = value < 100 ? value.toFixed(1) : value.toFixed(0);
  return kit === 'forewarm' ? text : `${text} (${ratio(kit, name).toFixed(1)}×)`;
}

function medianOf(measured: readonly Measured[]): Measured {
  const names = Object.keys(measured[0]!) as (keyof Measured)[];
  const middle = (name: keyof Measured): number => {
    const sorted = measured.map((one) => one[name]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as unknown as Measured;
}
