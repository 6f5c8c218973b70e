// Installs Redis and two proxies for the tests, or lists the tests left out.
import { execFileSync } from 'node:child_process';
import { findProgram, missingPrograms, NEEDS, testsLeftOut } from './programs.js';

const packages = missingPrograms().map((name) => NEEDS[name].debian);
const names = packages.join(', ');
if (packages.length > 0 && findProgram('apt-get') && process.getuid?.() === 0) {
  console.log(`The tests need ${names}: installing from Debian’s packages.`);
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit' });
} else if (packages.length > 0) {
  const without = testsLeftOut();
  console.log(`${without.length} test files are left out: they need ${names}, which can’t be installed here:`);
  for (const file of without) console.log(`  ${file}`);
  console.log(`To run them too, on Debian: sudo apt-get install -y ${packages.join(' ')}`);
}
