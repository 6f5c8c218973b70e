// Compiles the current folder's package twice: ES modules, and CommonJS for Jest.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
/** @param {string[]} args */
const compile = (...args) => execFileSync(process.execPath, [tsc, '-p', ...args], { stdio: 'inherit' });

// A source that is gone must leave nothing behind.
rmSync('dist', { recursive: true, force: true });
compile('tsconfig.build.json');
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false'];
const project = existsSync('tsconfig.cjs.json') ? 'tsconfig.cjs.json' : 'tsconfig.build.json';
compile(project, ...commonjs, '--declaration', 'false', '--declarationMap', 'false', '--outDir', 'dist/cjs');
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
