// Writes docs/compatibility.md from .results; --check fails if a run is missing or failed, or the
// page differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { readPeers } from './peers.js';

/** @typedef {{ status: string, title: string, ancestorTitles: string[], meta?: { forewarm?: { adapter: string, row: string, cell?: string } } }} Result */
/** @typedef {{ success: boolean, testResults: { name: string, assertionResults: Result[] }[] }} Run */

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/compatibility.md');
/** @type {string[]} */
const problems = [];

/** @type {(path: string, command: string) => Run | null} */
function runOf(path, command) {
  const file = join(root, '.results', path);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  problems.push(`There is no .results/${path}: run ${command}.`);
  return null;
}

const NOT_RUN = '*not run*';

/** @type {(path: string, command: string) => string} */
function whole(path, command) {
  const run = runOf(path, command);
  if (!run) return NOT_RUN;
  if (!run.success) problems.push(`A test failed in .results/${path}.`);
  return run.success ? 'yes' : '**no**';
}

/** @type {(head: readonly string[], rows: readonly (readonly string[])[]) => string} */
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `npm test` itself runs on Node 20. */
const RUNTIMES = {
  'node-20': 'Node 20',
  'node-22': 'Node 22',
  'node-24': 'Node 24',
  'node-26': 'Node 26',
  bun: 'Bun',
  deno: 'Deno',
  workerd: 'workerd',
  edge: 'edge',
};

const NODES = ['node-20', 'node-22', 'node-24', 'node-26'];
/** What can't work, with the reason. */
const CANNOT = [
  { in: ['workerd', 'edge'], rows: /^faces: (node|express|fastify)$/, why: '¹' },
  { in: ['workerd', 'edge'], rows: /^stores: Redis:/, why: '²' },
  { in: ['bun', 'deno', 'workerd', 'edge'], rows: /^own tests: /, why: '³' },
  { in: [...NODES, 'bun', 'deno', 'edge'], rows: /^stores: Durable Object/, why: '⁴' },
];

function runtimes() {
  const columns = Object.entries(RUNTIMES).map(([name, title]) => {
    /** @type {Map<string, string>} */
    const cells = new Map();
    const run = runOf(`runtimes/${name}.json`, 'npm run test:runtimes');
    for (const { ancestorTitles, title: test, status } of run?.testResults.flatMap((f) => f.assertionResults) ?? []) {
      const [group = ''] = ancestorTitles;
      if (status === 'skipped' || status === 'pending') continue;
      const row = group.replace(/^store: (.*)/, 'stores: $1: the suite of stores');
      const cell = row === group ? `${group}: ${test}` : row;
      if (cells.get(cell) !== '**no**') cells.set(cell, status === 'passed' ? 'yes' : '**no**');
    }
    const [, major] = name.split('node-');
    const command = major === '20' ? 'npm test and npm run check:packages' : 'npm run test:nodes';
    for (const [suite, row] of major ? Object.entries({ unit: 'unit', e2e: 'end to end', packages: 'packages' }) : []) {
      cells.set(`own tests: ${row}`, whole(`nodes/${major}-${suite}.json`, command));
    }
    return { name, title, cells };
  });
  const rows = [...new Set(columns.flatMap(({ cells }) => [...cells.keys()]))].map((row) => [
    row,
    ...columns.map(({ name, title, cells }) => {
      const cannot = CANNOT.find((each) => each.in.includes(name) && each.rows.test(row));
      const cell = cells.get(row) ?? (cannot ? `no ${cannot.why}` : NOT_RUN);
      if (cell === '**no**' || cell === NOT_RUN) problems.push(`${title} has not passed: ${row}.`);
      return cell;
    }),
  ]);
  return table(['', ...columns.map(({ title }) => title)], rows);
}

function react() {
  const versions = ['18', '19'];
  const rows = Object.entries({
    'jsdom, Vitest': 'vitest-jsdom',
    'jsdom, Jest': 'jest-jsdom',
    'happy-dom, Vitest': 'vitest-happy-dom',
  }).map(([row, run]) => [
    row,
    ...versions.map((version) => whole(`consumers/${run}-react${version}.json`, 'npm run test:consumers')),
  ]);
  const chromium = versions.map((version) => whole(`nodes/20-react-${version}.json`, 'npm test'));
  return table(['', 'React 18', 'React 19'], [...rows, ['Chromium, Vitest', ...chromium]]);
}

/** One row per peer: its range, and the listed versions on which the workflow `ci` runs the tests. A failed run here counts. */
function peers() {
  for (const set of ['lowest', 'highest']) {
    const path = join(root, '.results/peers', `${set}.json`);
    const failed = existsSync(path) && !JSON.parse(readFileSync(path, 'utf8')).success;
    if (failed) problems.push(`A test failed on the ${set} versions of the peers.`);
  }
  const rows = readPeers().map(({ name, range, packages, lowest, highest }) => [
    `\`${name}\``,
    packages.join(', '),
    `\`${range}\``.replaceAll('|', '\\|'),
    lowest,
    highest,
  ]);
  return table(['Peer', 'Of', 'Range', 'Lowest', 'Highest'], rows);
}

const MANNERS = {
  'closes its connection after an answer': 'no warm fails on a connection that ended after an answer',
  'closes it in the middle of an answer': 'a stream that ends by a broken connection keeps what had come',
  'holds the answer back until it is whole': 'a proxy that holds the answer back until it is whole',
  'redirects with method and body': 'a redirect that keeps method and body is followed',
  'redirects to a page to sign in': 'a redirect to a page that wants a sign-in is an error',
  'speaks late': 'headers that come late',
};

function upstreams() {
  const run = runOf('nodes/20-unit.json', 'npm test');
  // Vitest runs the slowest files first, so their order in a run changes.
  const files = (run?.testResults ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const results = files.flatMap(({ assertionResults }) => assertionResults);
  const told = results.flatMap(({ status, meta }) => (meta?.forewarm ? [{ status, ...meta.forewarm }] : []));
  const adapters = [...new Set(told.map(({ adapter }) => adapter))].toSorted();
  const rows = Object.entries(MANNERS).map(([manner, row]) => [
    manner,
    ...adapters.map((adapter) => {
      const found = told.find((each) => each.adapter === adapter && each.row === row);
      if (found?.status === 'passed') return found.cell ?? 'yes';
      problems.push(`${adapter} has not passed: ${row}.`);
      return found ? '**no**' : NOT_RUN;
    }),
  ]);
  const nginx = results.filter(({ ancestorTitles }) => ancestorTitles[0]?.endsWith('behind an nginx that buffers'));
  const behind = [...new Set(nginx.map(({ ancestorTitles }) => String(ancestorTitles[0])))];
  const titles = [...new Set(nginx.map(({ title }) => title))];
  const proxied = behind.map((adapter) => [
    adapter.replace(' behind an nginx that buffers', ''),
    ...titles.map((title) => {
      const found = nginx.find((each) => each.ancestorTitles[0] === adapter && each.title === title);
      return found ? (found.status === 'passed' ? 'yes' : '**no**') : '–';
    }),
  ]);
  return [table(['An upstream that …', ...adapters], rows), table(['Behind nginx', ...titles], proxied)];
}

const [manners, proxied] = upstreams();
const text = `# What runs where

Written by \`npm run docs:compatibility\` from the runs of CI; not by hand. A “yes” is a test that ran.

## Runtimes

The built packages, with the handler made at module level and driven over real HTTP: \`npm run test:runtimes\`. The repository's own tests on each Node: \`npm test\` and \`npm run test:nodes\`.

${runtimes()}

¹ They answer through Node's \`http\` server. Use the handler itself, \`/hono\` or \`/next\`.

² ioredis and node-redis need TCP; \`@upstash/redis\` does not.

³ The repository's own tests run in Node.

⁴ Durable Objects are Cloudflare's.

\`edge\` is \`@edge-runtime/vm\`, with as much of \`process\` as Next.js gives its edge functions. \`workerd\` runs in Miniflare, without \`nodejs_compat\`.

## React and its tests

The environments that users test in (\`npm run test:consumers\`), and a real browser (\`npm test\`). Jest runs in jsdom, the only one it has a package for.

${react()}

## Peers

The packages' tests that use a peer run with the lowest version of its range and with the highest: \`npm run test:peers\`, in the workflow \`ci\`. The versions are those listed in \`peers/\`.

${peers()}

Clients of Bedrock and Vertex bring their own SDK and run only with the highest. A Sentinel needs \`redis\` 6. With \`ai\` and \`openai\` 7 and Vitest 5, Node is 22, as they require.

## Upstreams

Some tests of the conformance suite. All of them: [adapter-matrix.md](adapter-matrix.md).

${manners}

Tests with a real nginx that buffers:

${proxied}
`;
const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
const pretty = await format(text, { ...style, parser: 'markdown' });
if (!process.argv.includes('--check')) writeFileSync(page, pretty);
else if (!existsSync(page) || readFileSync(page, 'utf8') !== pretty) {
  problems.push('docs/compatibility.md is not what the runs say: run npm run docs:compatibility and commit it.');
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
