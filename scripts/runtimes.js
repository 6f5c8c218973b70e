// The binaries are large, so they have their own folder.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const folder = fileURLToPath(new URL('../runtimes', import.meta.url));

/** Installs exactly what the lock says: Linux x64, as in CI. */
export function installRuntimes() {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== 'linux-x64') throw new Error(`The runtimes are installed for linux-x64; this is ${machine}.`);
  const lock = readFileSync(`${folder}/package-lock.json`, 'utf8');
  const installed = `${folder}/node_modules/.installed`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  // Packages hold the binaries; miniflare's Node is among them.
  const args = ['ci', '--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync(process.execPath, [npmScript(), ...args], { cwd: folder, stdio: 'inherit' });
  writeFileSync(installed, lock);
}

/**
 * An environment whose `node` has another major.
 * @param {number} major
 */
export function withNode(major) {
  return { ...process.env, PATH: `${folder}/node_modules/node-${major}/bin${delimiter}${process.env['PATH'] ?? ''}` };
}
