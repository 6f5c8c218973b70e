// Checks each public package's tarball: manifest, exports, types, and imports from another folder.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.js';
import { commandOf } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'forewarm-pack-'));

/**
 * What the registry shows, and what provenance needs.
 * @type {(directory: string, manifest: Record<string, any>) => string[]}
 */
const lacks = (directory, { repository, homepage, bugs, keywords, publishConfig }) =>
  Object.entries({
    'a repository with this directory': repository?.directory === `packages/${directory}`,
    'a homepage': homepage?.endsWith(`/packages/${directory}#readme`),
    'an address for bugs': URL.canParse(bugs),
    keywords: keywords?.length > 0,
    provenance: publishConfig?.provenance === true && publishConfig.access === 'public',
  }).flatMap(([what, has]) => (has ? [] : [what]));

let failed = 0;
try {
  for (const { name, directory, manifest, tarball, files } of packAll(folder)) {
    const missing = ['README.md', 'LICENSE', 'CHANGELOG.md'].filter((wanted) => !files.includes(wanted));
    for (const what of [...missing, ...lacks(directory, manifest)]) {
      failed++;
      console.error(`${name}: the package lacks ${what}`);
    }
    const styles = Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.css'));
    const exclude = styles.length > 0 ? ['--exclude-entrypoints', ...styles] : [];
    // Only Jest uses the CommonJS files.
    const profile = ['--profile', 'esm-only', '--ignore-rules', 'false-esm'];
    const checks = [
      [commandOf('publint'), tarball, '--strict'],
      [commandOf('@arethetypeswrong/cli', 'attw'), tarball, ...profile, ...exclude],
    ];
    for (const check of checks) {
      try {
        execFileSync(process.execPath, check, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      } catch (error) {
        failed++;
        const { stdout } = /** @type {{ stdout?: Buffer }} */ (error);
        console.error(`${name}: ${check[0]}\n${stdout?.toString() ?? String(error)}`);
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
