// Runs the kit against a real engine: the types, the suite, and how much sooner a warmed first token comes.
import { execFileSync } from 'node:child_process';
import { installEngine } from './engine.js';

const cwd = new URL('..', import.meta.url).pathname;
/** @type {(...args: string[]) => void} */
const run = (...args) => {
  execFileSync('npx', args, { cwd, stdio: 'inherit' });
};

installEngine();
run('tsc', '-p', 'engine');
// From engine/, which is the root of its configuration.
const reports = ['--reporter=default', '--reporter=json', '--outputFile.json=../.results/engine.json'];
run('vitest', 'run', '--config', 'engine/vitest.config.ts', ...reports, ...process.argv.slice(2));
run('tsx', '--conditions=forewarm-source', 'engine/src/measure.ts');
