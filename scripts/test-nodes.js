// Runs unit and end-to-end tests and package checks on Node's other majors, after `npm test`.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installRuntimes, programOf, sayLeftOut, withNode } from './runtimes.js';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const MAJORS = [22, 24, 26];
/** Package checks build, so they run alone. */
const CHECKS = [
  [
    ['scripts/run-projects.js', 'unit', '--project', 'unit'],
    ['scripts/run-projects.js', 'e2e', '--project', 'e2e'],
  ],
  [['scripts/check-packages.js']],
];

/** @type {(major: number, check: readonly string[]) => Promise<void>} */
const run = (major, check) =>
  new Promise((resolve) => {
    const started = Date.now();
    // The built Storybook and the pages of the drawing bench run in the browser alone.
    const options = { cwd, env: { ...withNode(major), PAGES_ALONE: 'no' }, maxBuffer: Infinity };
    execFile('node', check, options, (error, stdout, stderr) => {
      const verdict = error ? 'FAILED' : 'passed';
      console.log(`${stdout}${stderr}\nNode ${major}: ${check.join(' ')}: ${verdict}, ${Date.now() - started} ms`);
      if (error) process.exitCode = 1;
      resolve();
    });
  });

installRuntimes();
const wanted = process.argv.slice(2).map(Number);
const canRun = (/** @type {number} */ major) => programOf(`node-${major}`) !== undefined;
sayLeftOut(MAJORS.filter((major) => !canRun(major)).map((major) => `node-${major}`));
for (const major of wanted.length > 0 ? wanted : MAJORS.filter(canRun)) {
  for (const together of CHECKS) await Promise.all(together.map((check) => run(major, check)));
}
