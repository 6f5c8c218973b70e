// Runs types, suite and a TTFT comparison on a real engine.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installEngine } from './engine.js';
import { commandOf } from './tools.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
/** @type {(command: string, ...args: string[]) => void} */
const run = (command, ...args) => {
  execFileSync(process.execPath, [command, ...args], { cwd, stdio: 'inherit' });
};

installEngine();
run(commandOf('typescript', 'tsc'), '-p', 'engine');
// The root of its configuration.
const reports = ['--reporter=default', '--reporter=json', '--outputFile.json=../.results/engine.json'];
run(commandOf('vitest'), 'run', '--config', 'engine/vitest.config.ts', ...reports, ...process.argv.slice(2));
run(commandOf('tsx'), '--conditions=forewarm-source', 'engine/src/measure.ts');
