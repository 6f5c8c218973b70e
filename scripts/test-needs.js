// What the tests need beyond npm's packages: a Redis. Installed where that can be done, else named in one line.
import { execFileSync, spawnSync } from 'node:child_process';

const has = (/** @type {string} */ command) => spawnSync('which', [command]).status === 0;

if (!has('redis-server')) {
  if (has('apt-get') && process.getuid?.() === 0) {
    console.log('The tests need redis-server: installing it from Debian’s packages.');
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { stdio: 'inherit' });
  } else {
    console.log('The tests need redis-server on the PATH; on Debian: sudo apt-get install -y redis-server');
  }
}
