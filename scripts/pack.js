import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/**
 * Packs each package as it would be published, from what was built, into a folder.
 * @param {string} folder
 * @returns {{ name: string, exports: Record<string, unknown>, tarball: string, files: string[] }[]}
 */
export function packAll(folder) {
  return readdirSync(packages).map((directory) => {
    const cwd = join(packages, directory);
    const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const output = execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
    const [{ filename, files }] = JSON.parse(output);
    const paths = files.map((/** @type {{ path: string }} */ { path }) => path);
    return { name: manifest.name, exports: manifest.exports, tarball: join(folder, filename), files: paths };
  });
}
