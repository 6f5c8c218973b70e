// Packs each package that would be published and checks the tarball: its exports, its types, and that it imports from a folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'forewarm-pack-'));
/** @type {(command: string, args: string[], cwd?: string) => string} */
const run = (command, args, cwd = root) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

let failed = 0;
try {
  for (const name of readdirSync(join(root, 'packages'))) {
    const cwd = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    const [{ filename, files }] = JSON.parse(
      run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], cwd),
    );
    const missing = ['README.md', 'LICENSE'].filter(
      (wanted) => !files.some((/** @type {{ path: string }} */ { path }) => path === wanted),
    );
    if (missing.length > 0) {
      failed++;
      console.error(`${manifest.name}: the package lacks ${missing.join(' and ')}`);
    }
    const tarball = join(folder, filename);
    const styles = Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.css'));
    const exclude = styles.length > 0 ? ['--exclude-entrypoints', ...styles] : [];
    const checks = { publint: [tarball, '--strict'], attw: [tarball, '--profile', 'esm-only', ...exclude] };
    for (const [tool, args] of Object.entries(checks)) {
      try {
        run('npx', ['--no-install', tool, ...args]);
      } catch (error) {
        failed++;
        console.error(
          `${manifest.name}: ${tool}\n${/** @type {{ stdout?: string }} */ (error).stdout ?? String(error)}`,
        );
      }
    }
    console.log(`${manifest.name}: packed and checked`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
