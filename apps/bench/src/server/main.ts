import { cpus, totalmem } from 'node:os';
import { bad, commandLine, fail, parseOptions } from '../commandLine.js';
import { measureBegins, profileBegins } from './begins.js';
import { measureChaos } from './chaos.js';
import { measureHostile } from './hostile.js';
import { measureLosses } from './losses.js';
import { measureMalformed } from './malformed.js';
import { measureOverhead } from './overhead.js';
import { type ProfileResult, profileTable } from './profile.js';
import { measureStreams } from './streams.js';
import { measureWarms } from './warms.js';
import { measureWords, profileWords } from './words.js';

const HELP = `npm run bench:server -- [options]

Tests the server under load, each scenario in its own processes against a cheap upstream. Default: short runs.

  --scenario LIST  overhead, overhead-150k, words, begins, streams, warms, chaos, losses, malformed, hostile; comma-separated [all]
  --full           the sizes of the published figures: 3,000 pairs; 2,000 answers begun within 10 s; 2,000 streams for 5 minutes; 10,000 warms in a minute for 1,000
                   prefixes; 10,000 asks; 112 killed instances and 6,500 cuts; 100,000 malformed requests; ten times each attack. About 30 minutes
  --profile        what the server's processor time is made of, in the scenarios words and begins: the handler beside a route by hand
  --json           one JSON object on standard output
`;

const SCENARIOS = {
  overhead: (full: boolean) => measureOverhead(full ? 3_000 : 300, 8_000),
  'overhead-150k': (full: boolean) => measureOverhead(full ? 3_000 : 200, 600_000),
  words: (full: boolean) => measureWords(full ? 9 : 3),
  begins: (full: boolean) => (full ? measureBegins(2_000, 10) : measureBegins(200, 1)),
  streams: (full: boolean) => (full ? measureStreams(2_000, 300) : measureStreams(200, 10)),
  warms: (full: boolean) => (full ? measureWarms(10_000, 1_000, 60) : measureWarms(1_000, 100, 6)),
  chaos: (full: boolean) => measureChaos(full ? 10_000 : 400),
  losses: (full: boolean) => (full ? measureLosses(112, 6_500) : measureLosses(4, 100)),
  malformed: (full: boolean) => measureMalformed(full ? 100_000 : 2_000),
  hostile: (full: boolean) => measureHostile(full ? 10 : 1),
} as const;
type Scenario = keyof typeof SCENARIOS;

const PROFILES: { readonly [Name in Scenario]?: (full: boolean) => Promise<ProfileResult> } = {
  words: (full) => profileWords(full ? 9 : 3),
  begins: (full) => (full ? profileBegins(2_000, 10) : profileBegins(200, 1)),
};

function readOptions() {
  const { scenario, ...values } = parseOptions({
    scenario: { type: 'string' },
    full: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const all = Object.keys(values.profile ? PROFILES : SCENARIOS);
  const names = (scenario?.split(',') ?? all) as Scenario[];
  for (const name of names) {
    if (!all.includes(name))
      throw bad('--scenario', name, `of ${all.join(', ')}${values.profile ? ' with --profile' : ''}`);
  }
  return { names, ...values };
}

async function main(): Promise<void> {
  const { names, full, profile, json } = commandLine(HELP, readOptions);
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const results = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    const profiled = profile && (await PROFILES[name]!(full));
    const result = profiled || (await SCENARIOS[name](full));
    results.push(result);
    if (json) continue;
    const figures = profiled ? profileTable(profiled) : JSON.stringify(result, null, 2);
    console.log(`${name}: ${result.ok ? 'holds' : 'DOES NOT HOLD'}\n${figures}\n`);
  }
  if (json) console.log(JSON.stringify({ machine, results }));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}

main().then(() => process.exit(), fail);
