// Runs the kit against a real engine: installs llama.cpp's prebuilt binary for this machine into a folder of its own, then the suite and the measurement.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;
const engine = `${root}engine`;
/** @type {(command: string, args: string[], cwd?: string) => void} */
const run = (command, args, cwd = root) => {
  execFileSync(command, args, { cwd, stdio: 'inherit' });
};

const version = JSON.parse(readFileSync(`${engine}/package.json`, 'utf8')).dependencies['node-llama-cpp'];
/** @type {Partial<Record<string, string>>} */
const names = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
};
const binary = names[`${process.platform}-${process.arch}`];
if (!binary) throw new Error(`There is no prebuilt engine for ${process.platform} on ${process.arch}.`);

// Without what is optional, which is 725 MB of variants for graphics cards; and without a lock, which would name those the registry lacks.
const quietly = ['--no-save', '--no-package-lock', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
run('npm', ['install', ...quietly, `node-llama-cpp@${version}`, `@node-llama-cpp/${binary}@${version}`], engine);
run('npx', ['tsc', '-p', 'engine']);
run('npx', ['vitest', 'run', '--config', 'engine/vitest.config.ts', ...process.argv.slice(2)]);
run('npx', ['tsx', '--conditions=forewarm-source', 'engine/src/measure.ts']);
