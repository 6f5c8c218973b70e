// Starts npm and packages' commands. Windows has only .cmd files, which need a shell.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The script behind a command of an installed package.
 * @param {string} name the package
 * @param {string} [command] Default: `name`
 * @param {string} [folder] the app that has it installed
 */
export function commandOf(name, command = name, folder = root) {
  const home = join(folder, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[command]);
}

/** The running npm's, else this Node's. */
export function npmScript() {
  const folder = dirname(process.execPath);
  const beside = ['node_modules', '../lib/node_modules'].map((path) => join(folder, path, 'npm/bin/npm-cli.js'));
  const found = [process.env['npm_execpath'] ?? '', ...beside].find(
    (path) => path.endsWith('npm-cli.js') && existsSync(path),
  );
  if (!found) throw new Error(`There is no npm beside ${process.execPath}: run this by npm, as npm run … does.`);
  return found;
}
