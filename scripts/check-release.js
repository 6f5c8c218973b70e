// Runs a release's version step in a copy; checks versions, changelogs and the lock.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'forewarm-release-'));
const NOTE = 'A change that this check has made up.';
/** @type {string[]} */
const problems = [];

/** @type {(command: string, ...args: string[]) => string} */
const run = (command, ...args) =>
  execFileSync(command, args, { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
/** @type {(...path: string[]) => any} */
const read = (...path) => JSON.parse(readFileSync(join(copy, ...path), 'utf8'));

try {
  const ls = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of ls.toString().split('\0').filter(Boolean)) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  writeFileSync(join(copy, '.changeset/made-up.md'), `---\n'@forewarm/react': minor\n---\n\n${NOTE}\n`);
  // The changelogs name commits.
  run('git', 'init', '--quiet', '--initial-branch', 'main');
  run('git', 'add', '.');
  run('git', '-c', 'user.name=check', '-c', 'user.email=check@localhost', 'commit', '--quiet', '--message', 'All');
  const before = read('packages/react/package.json').version;
  run(process.execPath, 'scripts/release-version.js');

  const { version } = read('packages/react/package.json');
  if (version === before) problems.push(`@forewarm/react is still ${version}.`);
  for (const directory of readdirSync(join(copy, 'packages'))) {
    const path = `packages/${directory}`;
    if (read(path, 'package.json').version !== version) problems.push(`${path} is not ${version} as the others are.`);
    const changelog = readFileSync(join(copy, path, 'CHANGELOG.md'), 'utf8');
    if (!changelog.includes(`\n## ${version}\n`)) problems.push(`${path}/CHANGELOG.md has nothing of ${version}.`);
  }
  if (!readFileSync(join(copy, 'packages/react/CHANGELOG.md'), 'utf8').includes(NOTE)) {
    problems.push('The changelog of @forewarm/react does not say what has changed.');
  }
  const names = run('git', 'ls-files', '*package.json', '*package-lock.json').trim().split('\n');
  const packages = readdirSync(join(copy, 'packages')).join('|');
  const still = new RegExp(`"@forewarm/(${packages})": "${before}"`);
  const left = names.filter((name) => still.test(readFileSync(join(copy, name), 'utf8')));
  for (const name of left) problems.push(`${name} names ${before} still.`);
  run(process.execPath, npmScript(), 'ci', '--dry-run', '--ignore-scripts', '--loglevel=error');
} finally {
  rmSync(copy, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
