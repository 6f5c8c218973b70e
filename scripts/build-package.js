// Compiles the package it runs in, twice: as ES modules, which is what Node, bundlers and browsers load, and as CommonJS, for Jest, which can't load
// ES modules without a flag.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
/** @param {string[]} args */
const compile = (...args) => execFileSync(process.execPath, [tsc, '-p', ...args], { stdio: 'inherit' });

compile('tsconfig.build.json');
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false'];
const project = existsSync('tsconfig.cjs.json') ? 'tsconfig.cjs.json' : 'tsconfig.build.json';
compile(project, ...commonjs, '--declaration', 'false', '--declarationMap', 'false', '--outDir', 'dist/cjs');
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
