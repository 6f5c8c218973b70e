// Runs one suite in every runtime: npm run test:runtimes [name…]. Writes
// .results/runtimes/<name>.json for docs/compatibility.md.
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installRuntimes } from './runtimes.js';
import { commandOf } from './tools.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const ALL = ['node-20', 'node-22', 'node-24', 'node-26', 'bun', 'deno', 'workerd', 'edge'];
/** Runs mostly wait for the model. */
const AT_ONCE = 3;

/** @type {(name: string) => Promise<void>} */
async function run(name) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${cwd}.results/runtimes/${name}.json`];
  const args = [commandOf('vitest'), 'run', '--config', 'runtimes/vitest.config.ts', ...reporters];
  const options = { cwd, env: { ...process.env, RUNTIME: name }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options).catch((failed) => {
    process.exitCode = 1;
    return /** @type {{ stdout: string, stderr: string }} */ (failed);
  });
  console.log(`${name}\n${stdout}${stderr}`);
}

installRuntimes();
execFileSync(process.execPath, [commandOf('typescript', 'tsc'), '-p', 'runtimes'], { cwd, stdio: 'inherit' });
const names = (process.argv.length > 2 ? process.argv.slice(2) : ALL).values();
const worker = async () => {
  for (const name of names) await run(name);
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
