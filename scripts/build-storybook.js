// Builds the Storybook, minified and compressed; fails on warnings. node scripts/build-storybook.js
// [out folder]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'vite';
import { compress } from './compress.js';
import { writeLlms } from './llms.js';
import { commandOf } from './tools.js';

const [out = 'apps/express/dist/docs'] = process.argv.slice(2);
const WARNING = /▲|\(!\)|\bwarn(ing)?s?\b/i;

const args = [commandOf('storybook'), 'build', '--output-dir', out];
const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
let output = '';
for (const stream of [child.stdout, child.stderr]) {
  stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
}
child.on('close', (code) => {
  // npm's warnings, and file names.
  const warnings = output.split('\n').filter((line) => WARNING.test(line) && !/^npm warn|gzip:/.test(line));
  if (warnings.length > 0) console.error(`\nThe Storybook was built with warnings:\n${warnings.join('\n')}`);
  process.exitCode = code !== 0 || warnings.length > 0 ? 1 : 0;
  if (process.exitCode === 0) void makeSmall();
});

/** Writes pages small, with our name and without Storybook's font. */
async function makeSmall() {
  for (const page of ['index.html', 'iframe.html']) {
    edit(join(out, page), [
      [/<title>[^<]*<\/title>/, '<title>Forewarm</title>'],
      [/@font-face\s*\{[^}]*nunito[^}]*\}/g, ''],
    ]);
  }
  edit(join(out, 'sb-manager/runtime.js'), [[/\\u22C5 Storybook/g, '\\u22C5 Forewarm']]);
  // Storybook's interface: 4.6 MB.
  const manager = join(out, 'sb-manager');
  for (const name of readdirSync(manager)) {
    const path = join(manager, name);
    const { code, errors } = await minify(name, readFileSync(path, 'utf8'));
    if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
    writeFileSync(path, code);
  }
  writeLlms(out);
  await compress(out);
}

/**
 * Throws if a pattern no longer matches.
 * @param {string} path
 * @param {readonly (readonly [RegExp, string])[]} replacements
 */
function edit(path, replacements) {
  let text = readFileSync(path, 'utf8');
  for (const [found, by] of replacements) {
    if (text.search(found) < 0) throw new Error(`${path} has no ${found}: did Storybook change?`);
    text = text.replace(found, by);
  }
  writeFileSync(path, text);
}
