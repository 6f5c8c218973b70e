// The binaries are large, so they have their own folder. Its lock has those of every machine, and
// npm installs those of this one.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const folder = fileURLToPath(new URL('../runtimes', import.meta.url));
const machine = `${process.platform}-${process.arch}`;
const ending = process.platform === 'win32' ? '.exe' : '';

/** Installs exactly what the lock says. */
export function installRuntimes() {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const installed = join(folder, 'node_modules/.installed');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  // Packages hold the binaries; miniflare's Node is among them.
  const args = ['ci', '--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync(process.execPath, [npmScript(), ...args], { cwd: folder, stdio: 'inherit' });
  writeFileSync(installed, lock);
}

/**
 * The program of an installed runtime, such as `node-22`, `bun` or `deno`; undefined where npm has
 * none for this machine.
 * @param {string} name
 */
export function programOf(name) {
  const program = name.startsWith('node-') ? 'bin/node' : name === 'bun' ? 'bin/bun' : name;
  const path = join(folder, 'node_modules', `${name}-${machine}`, program + ending);
  return existsSync(path) ? path : undefined;
}

/** Says what is not tested on this machine, and why. */
export function sayLeftOut(/** @type {readonly string[]} */ names) {
  for (const name of names) console.log(`${name} is left out: npm has no package of it for ${machine}.`);
}

/**
 * An environment whose `node` has another major.
 * @param {number} major
 */
export function withNode(major) {
  const program = programOf(`node-${major}`);
  if (!program) throw new Error(`npm has no Node ${major} for ${machine}: run this on Node ${major} itself.`);
  return { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env['PATH'] ?? ''}` };
}
