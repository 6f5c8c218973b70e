// Writes docs/adapter-matrix.md from the conformance suite on the simulator and a real engine.
// --check fails if the file differs; --from-results reads earlier runs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installEngine } from './engine.js';
import { matrixPage } from './matrix-page.js';
import { commandOf } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/adapter-matrix.md');
const folder = mkdtempSync(join(tmpdir(), 'forewarm-matrix-'));
/** @type {(name: string, args: readonly string[]) => { testResults: { name: string, assertionResults: Result[] }[] }} */
const resultsOf = (name, args) => {
  const outputFile = join(folder, `${name}.json`);
  try {
    const command = [commandOf('vitest'), 'run', ...args, '--reporter=json', `--outputFile=${outputFile}`];
    execFileSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // Failed tests are in the results too.
  }
  return JSON.parse(readFileSync(outputFile, 'utf8'));
};

/** @typedef {{ status: string, meta?: { forewarm?: { adapter: string, row: string, cell?: string } } }} Result */
// The guide has an adapter of its own, `my-engine`.
const suites = [
  'packages/adapters/src/conformance',
  'packages/adapters/src/guide.test.ts',
  'apps/express/src/conformance',
];
/** npm test and npm run test:engine wrote these. */
const fromResults = process.argv.includes('--from-results');
const [major] = process.versions.node.split('.');
/** @type {(path: string) => ReturnType<typeof resultsOf>} */
const left = (path) => JSON.parse(readFileSync(join(root, '.results', path), 'utf8'));
if (!fromResults) installEngine();
const simulated = fromResults
  ? left(`nodes/${major}-unit.json`)
  : resultsOf('simulator', ['--project', 'unit', ...suites]);
const real = fromResults
  ? left('engine.json')
  : resultsOf('engine', ['--config', 'engine/vitest.config.ts', 'conformance']);
const testResults = [...simulated.testResults, ...real.testResults];
rmSync(folder, { recursive: true });

/** @type {Map<string, Map<string, string>>} */
const rows = new Map();
/** @type {Set<string>} */
const adapters = new Set();
let failed = 0;
for (const { assertionResults } of testResults.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
  for (const { status, meta } of assertionResults) {
    if (!meta?.forewarm) continue;
    const { adapter, row, cell = 'yes' } = meta.forewarm;
    adapters.add(adapter);
    if (status === 'failed') failed++;
    const cells = rows.get(row) ?? new Map();
    rows.set(row, cells.set(adapter, status === 'failed' ? '**no**' : cell));
  }
}

const columns = [...adapters].toSorted();
const pretty = await matrixPage(columns, rows);
if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== pretty) {
    console.error('docs/adapter-matrix.md is not current: run npm run docs:matrix and commit it.');
    process.exitCode = 1;
  }
} else {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(page, pretty);
  console.log(`${columns.length} adapters, ${rows.size} lines: docs/adapter-matrix.md`);
}
if (failed > 0) {
  console.error(`${failed} tests of the suite failed.`);
  process.exitCode = 1;
}
