// Raises all packages' versions and changelogs, and every place that names a version.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandOf } from './tools.js';

/** @type {(path: string) => any} */
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
/** @type {(path: string, value: unknown) => void} */
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

execFileSync(process.execPath, [commandOf('@changesets/cli', 'changeset'), 'version'], { stdio: 'inherit' });

const { version } = read('packages/core/package.json');
/** Apps' and tests' versions don't matter. */
const released = readdirSync('packages').map((directory) => `@forewarm/${directory}`);
const KINDS = ['dependencies', 'devDependencies', 'peerDependencies'];
/** Returns whether it changed. @type {(manifest: any) => boolean} */
function turn(manifest) {
  let turned = false;
  for (const dependencies of KINDS.map((kind) => manifest[kind] ?? {})) {
    for (const name of released.filter((each) => each in dependencies)) {
      turned ||= dependencies[name] !== version;
      dependencies[name] = version;
    }
  }
  return turned;
}

const tracked = execFileSync('git', ['ls-files', '*package.json'], { encoding: 'utf8' }).trim().split('\n');
for (const path of tracked) {
  const manifest = read(path);
  if (turn(manifest)) write(path, manifest);
}
const lock = read('package-lock.json');
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path.startsWith('packages/')) entry.version = version;
  if (!path.includes('node_modules')) turn(entry);
}
write('package-lock.json', lock);
