// Runs one suite in every runtime: npm run test:runtimes [name…]. Writes
// .results/runtimes/<name>.json for docs/compatibility.md.
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installRuntimes, programOf, sayLeftOut } from '../scripts/runtimes.js';
import { commandOf } from '../scripts/tools.js';
import { RUNTIMES } from './src/runtimes.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
/** Runs mostly wait for the model. */
const AT_ONCE = 3;

async function run(name: string): Promise<void> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${cwd}.results/runtimes/${name}.json`];
  const args = [commandOf('vitest'), 'run', '--config', 'runtimes/vitest.config.ts', ...reporters];
  const options = { cwd, env: { ...process.env, RUNTIME: name }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options).catch((failed: unknown) => {
    process.exitCode = 1;
    return failed as { stdout: string; stderr: string };
  });
  console.log(`${name}\n${stdout}${stderr}`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !RUNTIMES[name]);
if (unknown.length > 0) {
  throw new Error(`There is no runtime ${unknown.join(', ')}; there are: ${Object.keys(RUNTIMES).join(', ')}.`);
}
installRuntimes();
execFileSync(process.execPath, [commandOf('typescript', 'tsc'), '-p', 'runtimes'], { cwd, stdio: 'inherit' });
const chosen = wanted.length > 0 ? wanted : Object.keys(RUNTIMES);
const canRun = (name: string): boolean => programOf(RUNTIMES[name]!.program) !== undefined;
sayLeftOut(chosen.filter((name) => !canRun(name)));
const names = chosen.filter(canRun).values();
const worker = async (): Promise<void> => {
  for (const name of names) await run(name);
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
