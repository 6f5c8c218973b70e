// The engine is large, so it has its own folder.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const engine = `${root}engine`;
/** @type {Partial<Record<string, string>>} */
const BINARIES = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
};

/** Installs llama.cpp without 725 MB of GPU variants. In CI exactly what the lock says. */
export function installEngine() {
  const machine = `${process.platform}-${process.arch}`;
  const binary = BINARIES[machine];
  if (!binary) throw new Error(`There is no prebuilt engine for ${process.platform} on ${process.arch}.`);
  const quietly = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const version = JSON.parse(readFileSync(`${engine}/package.json`, 'utf8')).dependencies['node-llama-cpp'];
  const args =
    machine === 'linux-x64'
      ? ['ci']
      : // The lock has Linux's binary; other machines add theirs by version.
        ['install', '--no-save', '--force', `@node-llama-cpp/${binary}@${version}`];
  execFileSync(process.execPath, [npmScript(), ...args, ...quietly], { cwd: engine, stdio: 'inherit' });
}
