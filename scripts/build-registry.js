// Builds the components for shadcn's command: node scripts/build-registry.js [out folder]
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from './tools.js';

const [out = 'packed/r'] = process.argv.slice(2);
const cwd = fileURLToPath(new URL('../registry', import.meta.url));
// Not a dependency: 225 packages for one command.
const args = ['exec', '--yes', '--', 'shadcn@4.23.0', 'build', 'registry.json', '--output', resolve(out)];
execFileSync(process.execPath, [npmScript(), ...args], { cwd, stdio: 'inherit' });
