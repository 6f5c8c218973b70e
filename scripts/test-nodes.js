// Runs unit tests, end-to-end tests and package checks on the other majors of Node; `npm test` is the run on one's own. Needs the build and the Storybook that `npm test` leaves.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installRuntimes, withNode } from './runtimes.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const MAJORS = [22, 24, 26];
const CHECKS = [
  ['scripts/run-projects.js', 'unit', '--project', 'unit'],
  ['scripts/run-projects.js', 'e2e', '--project', 'e2e'],
  ['scripts/check-packages.js'],
];

installRuntimes();
const wanted = process.argv.slice(2).map(Number);
for (const major of wanted.length > 0 ? wanted : MAJORS) {
  for (const check of CHECKS) {
    const started = Date.now();
    const { status } = spawnSync('node', check, { cwd, env: withNode(major), stdio: 'inherit' });
    console.log(`Node ${major}: ${check.join(' ')}: ${status === 0 ? 'passed' : 'FAILED'}, ${Date.now() - started} ms`);
    if (status !== 0) process.exitCode = 1;
  }
}
