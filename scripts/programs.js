// Programs that tests need besides npm packages.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** With Debian packages, and the words in a test's source that start one. */
export const NEEDS = {
  'redis-server': { debian: 'redis-server', starts: /\b(startRedis|openRedisCluster|openCluster)\(/ },
  nginx: { debian: 'nginx-light', starts: /\b(startNginx|openCluster)\(|\bproxies\[/ },
  haproxy: { debian: 'haproxy', starts: /\bopenCluster\(|\bproxies\[/ },
};
/** @typedef {keyof typeof NEEDS} Program */

const ENDINGS = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
const onThePath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/**
 * Finds a program; undefined if it is neither on the path nor where Debian puts servers.
 * @param {string} name
 */
export function findProgram(name) {
  return onThePath.flatMap((folder) => ENDINGS.map((ending) => join(folder, name + ending))).find(existsSync);
}

/** The programs of `NEEDS` that are not here. */
export function missingPrograms() {
  return /** @type {Program[]} */ (Object.keys(NEEDS)).filter((name) => !findProgram(name));
}

/** Relative to the root. */
export function testsLeftOut() {
  const missing = missingPrograms().map((name) => NEEDS[name].starts);
  if (missing.length === 0) return [];
  const folders = ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(root, top)).flatMap((name) => [`${top}/${name}/src`, `${top}/${name}/e2e`]),
  );
  const tests = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
    );
  return tests.filter((file) => missing.some((starts) => starts.test(readFileSync(join(root, file), 'utf8'))));
}
