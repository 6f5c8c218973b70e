// What the tests need beyond npm's packages: a Redis and the two proxies. Installed where that can be done, else named in one line.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs and Debian's packages of them. */
const NEEDS = { 'redis-server': 'redis-server', nginx: 'nginx-light', haproxy: 'haproxy' };

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const has = (/** @type {string} */ program) => folders.some((folder) => existsSync(join(folder, program)));
const missing = Object.entries(NEEDS).filter(([program]) => !has(program));
const packages = missing.map(([, name]) => name);

if (packages.length > 0) {
  const names = packages.join(', ');
  if (has('apt-get') && process.getuid?.() === 0) {
    console.log(`The tests need ${names}: installing from Debian’s packages.`);
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit' });
  } else {
    console.log(`The tests need ${names}; on Debian: sudo apt-get install -y ${packages.join(' ')}`);
  }
}
