// How scripts start npm and the commands of packages. On Windows what is on the PATH is a .cmd, which Node starts only through a shell: so Node runs their scripts itself.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The script behind a command of a package in node_modules.
 * @param {string} name the package's
 * @param {string} [command] the command's, where it is not the package's
 * @param {string} [folder] the app that has it installed
 */
export function commandOf(name, command = name, folder = root) {
  const home = join(folder, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[command]);
}

/** npm's own script: of the npm that runs this one, else of this Node's. */
export function npmScript() {
  const folder = dirname(process.execPath);
  const beside = ['node_modules', '../lib/node_modules'].map((path) => join(folder, path, 'npm/bin/npm-cli.js'));
  const found = [process.env['npm_execpath'] ?? '', ...beside].find(
    (path) => path.endsWith('npm-cli.js') && existsSync(path),
  );
  if (!found) throw new Error(`There is no npm beside ${process.execPath}: run this by npm, as npm run … does.`);
  return found;
}
