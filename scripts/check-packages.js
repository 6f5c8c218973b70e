// Packs each package that would be published and checks the tarball: its exports, its types, and that it imports from a folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'forewarm-pack-'));

let failed = 0;
try {
  for (const { name, exports, tarball, files } of packAll(folder)) {
    const missing = ['README.md', 'LICENSE'].filter((wanted) => !files.includes(wanted));
    if (missing.length > 0) {
      failed++;
      console.error(`${name}: the package lacks ${missing.join(' and ')}`);
    }
    const styles = Object.keys(exports).filter((subpath) => subpath.endsWith('.css'));
    const exclude = styles.length > 0 ? ['--exclude-entrypoints', ...styles] : [];
    // `require` serves Jest alone: Node and TypeScript's `nodenext` take the ES modules, whose types these are.
    const profile = ['--profile', 'esm-only', '--ignore-rules', 'false-esm'];
    const checks = { publint: [tarball, '--strict'], attw: [tarball, ...profile, ...exclude] };
    for (const [tool, args] of Object.entries(checks)) {
      try {
        execFileSync('npx', ['--no-install', tool, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      } catch (error) {
        failed++;
        const { stdout } = /** @type {{ stdout?: Buffer }} */ (error);
        console.error(`${name}: ${tool}\n${stdout?.toString() ?? String(error)}`);
      }
    }
    console.log(`${name}: packed and checked`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const results = join(root, '.results/nodes');
mkdirSync(results, { recursive: true });
const [major] = process.versions.node.split('.');
writeFileSync(join(results, `${major}-packages.json`), JSON.stringify({ success: failed === 0 }));
process.exitCode = failed > 0 ? 1 : 0;
