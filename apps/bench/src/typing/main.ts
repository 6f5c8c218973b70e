import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, callersPath, commandLine, fail, parseOptions } from '../commandLine.js';
import { RATES } from './figures.js';
import { replayInThreads } from './inThreads.js';
import { parseLatency } from './latency.js';
import { drawTyping } from './picture.js';
import { LEADS } from './replay.js';
import { REACH, resultsOf } from './run.js';
import { tableOf } from './table.js';
import { repositoryPath, TUNING } from './tuning.js';
import { WAYS } from './ways.js';

const HELP = `npm run bench:typing -- [options]

Replays recorded typing through the kit, from the page to a simulated provider, on its own clock.

  --trace FILE         drafts, one per line, gzip or not, from recordTyping or as in ${TUNING} [that file]
  --latency LATENCY    cookbook, or C,W,h: seconds of a cold question, a warm and a hit [cookbook]
  --no-question SHARE  share of visits without a question, 0 to 0.95 [0]
  --out FOLDER         where typing.svg and typing-table.md are written [nowhere]
  --json               one JSON object instead of the table
`;

const options = commandLine(HELP, () => {
  const values = parseOptions({
    trace: { type: 'string' },
    latency: { type: 'string', default: 'cookbook' },
    'no-question': { type: 'string', default: '0' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const leave = Number(values['no-question']);
  if (values['no-question'] === '' || !(leave >= 0 && leave <= 0.95))
    throw bad('--no-question', values['no-question'], 'a share from 0 to 0.95');
  return { ...values, latency: parseLatency(values.latency), latencyName: values.latency, leave };
});

async function main(): Promise<void> {
  const { trace, latency, latencyName, leave, json, out } = options;
  const path = trace === undefined ? repositoryPath(TUNING) : callersPath(trace);
  const visits = await replayInThreads({ trace: path, latency, leave });
  const results = resultsOf(WAYS, visits);
  if (json) console.log(JSON.stringify({ trace: trace ?? TUNING, latency: latencyName, policies: results }));
  else {
    console.log(tableOf(results));
    console.log(assumptions(leave));
  }
  if (out === undefined) return;
  const folder = callersPath(out);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'typing.svg'), drawTyping(WAYS, visits, latency));
  await writeFile(join(folder, 'typing-table.md'), tableOf(results));
  console.error(`Written: ${join(out, 'typing.svg')}, ${join(out, 'typing-table.md')}`);
}

function assumptions(leave: number): string {
  const leads = LEADS.map(([trigger, ms]) => `${trigger} ${ms / 1_000} s`).join(', ');
  const reached = REACH.map(({ share, until }) => `${share * 100} of 100 ${until}`).join(', ');
  return [
    `Assumed, since no trace has it: before the first key a visitor shows ${leads}.`,
    `Every visit comes ten minutes after the one before, so that it finds the prefix cold unless it says “warm already”.`,
    leave === 0
      ? 'Every visitor asks; --no-question has others come as well.'
      : `${leave * 100} of 100 visitors ask nothing. Assumed: of those ${reached}, the rest show nothing.`,
    `For each question: tokens not read from the cache, in thousands; dollars, at ${RATES.input} a million tokens, ${RATES.cacheWrite} written, ${RATES.cacheRead} read, ${RATES.output} of answer; answers are one token long.`,
  ].join('\n');
}

await main().catch(fail);
