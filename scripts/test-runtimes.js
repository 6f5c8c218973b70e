// Runs one suite on the built packages in every runtime: npm run test:runtimes [name…]. Leaves .results/runtimes/<name>.json, for docs/compatibility.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installRuntimes } from './runtimes.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const ALL = ['node-20', 'node-22', 'node-24', 'node-26', 'bun', 'deno', 'workerd', 'edge'];

installRuntimes();
execFileSync('npx', ['tsc', '-p', 'runtimes'], { cwd, stdio: 'inherit' });
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : ALL) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=.results/runtimes/${name}.json`];
  const args = ['vitest', 'run', '--config', 'runtimes/vitest.config.ts', ...reporters];
  const env = { ...process.env, RUNTIME: name };
  const { status } = spawnSync('npx', args, { cwd, env, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
