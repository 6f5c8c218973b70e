import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from '../../scripts/pack.js';
import { npmScript } from '../../scripts/tools.js';

const LOCK = 'package-lock.json';
const here = fileURLToPath(new URL('..', import.meta.url));
const OPTIONS = ['--no-audit', '--no-fund', '--loglevel=error', '--omit-lockfile-registry-resolved'];

interface Manifest {
  dependencies: Record<string, string>;
}

/**
 * Installs copies with the packed kit, far from the repository. With `UPDATE_LOCKS`, updates their
 * locks.
 */
export function installExamples(folder: string, examples: readonly string[]): void {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const packed = new Map(packAll(tarballs).map(({ name, tarball }) => [name, `file:${tarball}`]));
  for (const name of examples) {
    const copy = join(folder, name);
    cpSync(join(here, name), copy, {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist|\.next)$/.test(path),
    });
    const manifest = readJson(join(copy, 'package.json')) as Manifest;
    for (const dependency of Object.keys(manifest.dependencies)) {
      manifest.dependencies[dependency] = packed.get(dependency) ?? manifest.dependencies[dependency]!;
    }
    writeJson(join(copy, 'package.json'), manifest);
    execFileSync(process.execPath, [npmScript(), 'install', ...OPTIONS], { cwd: copy, stdio: 'inherit' });
    if (process.env['UPDATE_LOCKS']) writeJson(join(here, name, LOCK), withoutKit(readJson(join(copy, LOCK)) as Lock));
  }
}

interface Lock {
  packages: Record<string, { dependencies?: Record<string, string> }>;
}

/** The kit's hashes change with each edit; `npm install` adds it. */
function withoutKit(lock: Lock): Lock {
  const isKit = (name: string): boolean => name.includes('@forewarm/');
  const without = <T>(entries: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !isKit(name)));
  const packages = without(lock.packages);
  packages[''] = { ...packages[''], dependencies: without(packages['']?.dependencies) };
  return { ...lock, packages };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
