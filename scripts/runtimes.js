// The runtimes the kit is tested on, in a folder of their own: their binaries are large, so no default install brings them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const folder = fileURLToPath(new URL('../runtimes', import.meta.url));

/** Installs what the lock says, to the byte. Its binaries are Linux's on x64, where CI runs. */
export function installRuntimes() {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== 'linux-x64') throw new Error(`The runtimes are installed for linux-x64; this is ${machine}.`);
  const lock = readFileSync(`${folder}/package-lock.json`, 'utf8');
  const installed = `${folder}/node_modules/.installed`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  // No install scripts: the binaries are packages themselves. No engines: miniflare's Node is among them.
  const args = ['ci', '--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync(process.execPath, [npmScript(), ...args], { cwd: folder, stdio: 'inherit' });
  writeFileSync(installed, lock);
}

/**
 * The environment in which `node`, and all that starts it, is another major.
 * @param {number} major
 */
export function withNode(major) {
  return { ...process.env, PATH: `${folder}/node_modules/node-${major}/bin${delimiter}${process.env['PATH'] ?? ''}` };
}
