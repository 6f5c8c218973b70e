import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Rows of a page's table as their cells. */
const rowsOf = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|$/g, '').trim()));

const THREATS = rowsOf(read('docs/threat-model.md')).slice(1) as [string, string, string][];
const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

/** Where a test that a threat names is, by what the page says of its paths. */
const find = (path: string): string => (/^(apps|packages|\.ci)\//.test(path) ? path : `packages/server/src/${path}`);

/** The names of tests and of groups of them in a file. */
const titlesOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:describe|test)(?:\.each(?:<[^]*?>)?\([^]*?\))?\(\s*'([^']+)'/g)].map(
    ([, title]) => title!,
  );

/**
 * What of a cell is not there: scripts, scenarios of the bench, files, and in brackets words of a
 * test's name.
 */
function absent(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`(?: \(([^)]+)\))?/g)].flatMap(([, what = '', words]) => {
    const [, script = '', scenario] = /^(?:npm run )?([a-z:]+)(?: -- --scenario (\w+))?$/.exec(what) ?? [];
    if (SCRIPTS.includes(script)) {
      return scenario && !read('apps/bench/src/server/main.ts').includes(`  ${scenario}: `) ? [what] : [];
    }
    const path = find(what);
    if (!existsSync(join(root, path))) return [path];
    return words && path.endsWith('.test.ts') && !titlesOf(path).some((title) => title.includes(words))
      ? [`${path} (${words})`]
      : [];
  });
}

test.each(THREATS)('threat: %s', (_who, _stopped, shownBy) => {
  expect(absent(shownBy)).toEqual([]);
  // A row is shown by something, or by what shows the row before.
  expect(shownBy).toMatch(/`|^the same$/);
});

/** What links to a page's headings are called on GitHub. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('README fits on 60 lines and says how to test', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  expect(read('README.md')).toContain('npm test');
});

test('every link of the pages leads somewhere', () => {
  const folders = [
    '.',
    'docs',
    'engine',
    ...['packages', 'examples'].flatMap((of) =>
      readdirSync(join(root, of), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${of}/${name}`),
    ),
  ];
  const pages = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  expect(pages.length).toBeGreaterThan(10);
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
      .map(([, link, anchor]) => [link ? join(dirname(page), link) : page, anchor] as const)
      .filter(
        ([path, anchor]) =>
          !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(read(path)).includes(anchor)),
      )
      .map(([path, anchor]) => `${page} → ${path}${anchor === undefined ? '' : `#${anchor}`}`),
  );
  const lost = pages.flatMap((page) =>
    [...read(page).matchAll(/\bsrc(?:set)?="(?!https?:)([^"]+)"/g)]
      .map(([, path]) => join(dirname(page), path!))
      .filter((path) => !existsSync(join(root, path))),
  );
  expect(lost).toEqual([]);
  expect(dead).toEqual([]);
});

test('every environment variable is told of, and none that is not there', () => {
  const known = [...read('apps/express/src/config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name!);
  expect(known.length).toBeGreaterThan(20);
  const cells = ['docs/reference-app.md', 'docs/deployment.md'].flatMap((page) =>
    rowsOf(read(page)).map(([first]) => first!),
  );
  const told = new Set(cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z0-9_]{3,})`/g)].map(([, name]) => name!)));
  expect(known.filter((name) => !told.has(name) && name !== 'NODE_ENV')).toEqual([]);
  expect([...told].filter((name) => !known.includes(name))).toEqual([]);
});
