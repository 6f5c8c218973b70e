// Writes llms.txt, an index of README.md and docs/README.md; --check fails if it is not current.
// node scripts/llms.js <folder> also writes llms-full.txt, with every document.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RAW = 'https://raw.githubusercontent.com/forewarm/forewarm/main/';
/** Other pages link to them. */
const TABLES = ['docs/policy-table.md', 'docs/typing-table.md'];
/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** Rows of docs/README.md: what each document is for, and its path. */
function listed() {
  const rows = read('docs/README.md').matchAll(/^\| (?<left>.+?) +\| (?<right>.+?) +\|$/gm);
  const documents = [];
  const packages = [];
  for (const { groups } of rows) {
    const { left = '', right = '' } = groups ?? {};
    const name = /^\[`(?<name>[^`]+)`\]\(\.\.\/(?<path>[^)]+)\)$/.exec(left)?.groups;
    if (name) packages.push({ title: name['name'], path: `${name['path']}/README.md`, about: right });
    for (const [, path = ''] of right.matchAll(/\]\(([^)]+\.md)\)/g))
      documents.push({ path: `docs/${path}`, about: left });
  }
  return { documents, packages };
}

/** @param {string} path */
const titleOf = (path) => /^# (.+)$/m.exec(read(path))?.[1] ?? path;

/**
 * A document without folded parts.
 * @param {string} path
 */
const textOf = (path) =>
  read(path)
    .replaceAll(/<details>[^]*?<\/details>/g, '')
    .trim();

/** @param {{ title?: string | undefined, path: string, about: string }} entry */
const item = ({ path, about, title = titleOf(path) }) => `- [${title}](${RAW}${path}): ${about}`;

function index() {
  const { documents, packages } = listed();
  const missing = readdirSync(join(ROOT, 'docs'))
    .map((name) => `docs/${name}`)
    .filter((path) => path.endsWith('.md') && path !== 'docs/README.md' && !TABLES.includes(path))
    .filter((path) => !documents.some((each) => each.path === path));
  if (missing.length > 0) throw new Error(`docs/README.md does not list ${missing.join(', ')}.`);
  const apis = packages.map(({ title, about, path }) => ({
    title: `API of ${title}`,
    path: path.replace('packages/', 'api/').replace('/README', ''),
    about: `every public name with its signature. ${about}`,
  }));
  const entries = [...documents, ...packages, ...apis];
  const lost = entries.filter(({ path }) => !existsSync(join(ROOT, path)));
  if (lost.length > 0) throw new Error(`There is no ${lost.map(({ path }) => path).join(', ')}.`);
  const [, claim = ''] = /^# Forewarm\n\n(.+?)\n\n/s.exec(read('README.md')) ?? [];
  const text = [
    '# Forewarm',
    `> ${claim.replaceAll(/\s+/g, ' ').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')}`,
    'A React kit, a server handler, adapters for LLM providers, and a simulator of their prompt caches. TypeScript. The server holds the prefix and the key; the browser names the prefix.',
    `Everything in one file: llms-full.txt, beside this file in the built documentation.`,
    `## Documentation\n\n${documents.map(item).join('\n')}`,
    `## Packages\n\n${packages.map(item).join('\n')}`,
    `## API\n\n${apis.map(item).join('\n')}`,
  ].join('\n\n');
  return { text: `${text}\n`, entries };
}

/**
 * Writes both files into a folder.
 * @param {string} folder
 */
export function writeLlms(folder) {
  const { text, entries } = index();
  const parts = [{ path: 'README.md' }, ...entries].map(({ path }) => `<!-- ${RAW}${path} -->\n\n${textOf(path)}`);
  writeFileSync(join(folder, 'llms.txt'), text);
  writeFileSync(join(folder, 'llms-full.txt'), `${parts.join('\n\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [given] = process.argv.slice(2);
  const path = join(ROOT, 'llms.txt');
  const { text } = index();
  if (given === '--check') {
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
      console.error('llms.txt is not what docs/README.md says: run npm run docs:llms and commit it.');
      process.exitCode = 1;
    }
  } else if (given) writeLlms(given);
  else writeFileSync(path, text);
}
