import { commandLine, parseOptions } from '../commandLine.js';
import { median } from '../median.js';
import { type Case, cases } from './cases.js';

const HELP = `npm run bench:adapters -- [options]

Measures what each adapter adds to its SDK per streamed token, and how much of an answer it holds.

  --json  one JSON object instead of the table
`;

/** Microseconds that an adapter may add per token. */
const MOST_US = 20;
/** The same for `http`, whose work is per read. */
const MOST_HTTP_US = 2;
const TOKENS = 20_000;
const RUNS = 7;
/** 64 KB each, 32 MB in all: keeping them would show. */
const LARGE_PIECES = 512;
const PIECE = 65_536;

const tokens = function* (): Generator<string> {
  for (let n = 0; n < TOKENS; n++) yield 'token ';
};
/** Each piece is its own string: keeping one keeps all of it. */
const large = function* (): Generator<string> {
  for (let n = 0; n < LARGE_PIECES; n++) yield String(n).padStart(PIECE, 'x');
};

async function read(answer: AsyncIterable<unknown>): Promise<void> {
  const reader = answer[Symbol.asyncIterator]();
  while ((await reader.next()).done !== true);
}

/** Milliseconds of processor time, so that other work on the machine counts less. */
async function timed(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Microseconds per token without and with the adapter, in turns, so that other load hits both. */
async function perToken({ bare, kit }: Case): Promise<{ bareUs: number; kitUs: number }> {
  const times: { bare: number[]; kit: number[] } = { bare: [], kit: [] };
  for (let run = -2; run < RUNS; run++) {
    const [alone, whole] = [await timed(async () => read(await bare())), await timed(() => read(kit()))];
    // Two runs warm up the compiler.
    if (run < 0) continue;
    times.bare.push(alone);
    times.kit.push(whole);
  }
  const us = (all: number[]): number => (median(all)! * 1000) / TOKENS;
  return { bareUs: us(times.bare), kitUs: us(times.kit) };
}

/** Largest share of an answer held while its reader keeps nothing. */
async function heldShare({ kit }: Case): Promise<number> {
  const collect = globalThis.gc!;
  collect();
  const before = process.memoryUsage();
  let most = 0;
  let count = 0;
  for await (const event of kit()) {
    if (event.type !== 'text' || ++count % 64 !== 0) continue;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    most = Math.max(most, heapUsed + external - before.heapUsed - before.external);
  }
  return most / (LARGE_PIECES * PIECE);
}

const { json } = commandLine(HELP, () => parseOptions({ json: { type: 'boolean', default: false } }));

const measured: { name: string; bareUs: number; kitUs: number; addedUs: number; held: number }[] = [];
const heavy = cases(large);
for (const [index, each] of cases(tokens).entries()) {
  const { bareUs, kitUs } = await perToken(each);
  measured.push({ name: each.name, bareUs, kitUs, addedUs: kitUs - bareUs, held: await heldShare(heavy[index]!) });
}

if (json) console.log(JSON.stringify({ tokens: TOKENS, runs: RUNS, adapters: measured }));
else {
  console.log(
    `Processor time per streamed token in µs, medians of ${RUNS} runs of ${TOKENS.toLocaleString('en')} tokens; held is the most of a 32 MB answer kept at once.`,
  );
  console.log(
    [
      'adapter'.padEnd(18),
      'SDK alone'.padStart(10),
      'adapter'.padStart(10),
      'added'.padStart(8),
      'held'.padStart(7),
    ].join(''),
  );
  for (const { name, bareUs, kitUs, addedUs, held } of measured) {
    const figures = [bareUs.toFixed(2).padStart(10), kitUs.toFixed(2).padStart(10), addedUs.toFixed(2).padStart(8)];
    console.log([name.padEnd(18), ...figures, `${(held * 100).toFixed(0)} %`.padStart(7)].join(''));
  }
}
const limit = (name: string): number => (name === 'http' ? MOST_HTTP_US : MOST_US);
const over = measured.filter(({ name, addedUs, held }) => addedUs >= limit(name) || held >= 2);
if (over.length > 0) {
  console.error(
    `Over the limit: ${over.map(({ name }) => `${name} (${limit(name)} µs, twice the answer)`).join(', ')}.`,
  );
  process.exitCode = 1;
}
