// Runs vitest, and writes results for docs/compatibility.md if all tests run: node
// scripts/run-projects.js <name of the run> --project <project…>
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { commandOf } from './tools.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const [name, ...args] = process.argv.slice(2);
const isWhole = args.every((arg, index) => arg === '--project' || args[index - 1] === '--project');
const [major] = process.versions.node.split('.');
const outputFile = `.results/nodes/${major}-${name}.json`;
const kept = isWhole ? ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`] : [];
// Unit tests mostly wait for sockets.
const workers = name === 'unit' ? [`--maxWorkers=${Math.max(3, availableParallelism() - 1)}`] : [];
const command = [commandOf('vitest'), 'run', ...args, ...workers, ...kept];
const { status } = spawnSync(process.execPath, command, { cwd, stdio: 'inherit' });
process.exitCode = status ?? 1;
