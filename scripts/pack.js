// node scripts/pack.js [folder]: packs the built packages and prints how to install them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/**
 * Packs each built package as published.
 * @param {string} folder
 */
export function packAll(folder) {
  return readdirSync(packages).map((directory) => {
    const cwd = join(packages, directory);
    const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    const args = [npmScript(), 'pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const output = execFileSync(process.execPath, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    const [{ filename, files }] = JSON.parse(output);
    /** @type {string[]} */
    const paths = files.map((/** @type {{ path: string }} */ { path }) => path);
    return { name: String(manifest.name), directory, manifest, tarball: join(folder, filename), files: paths };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? 'packed');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = packAll(folder);
  for (const { tarball } of packed) console.log(tarball);
  console.log(`\nIn your app: npm install ${join(folder, '*.tgz')}`);
}
