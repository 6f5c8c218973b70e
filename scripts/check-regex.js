// Checks that every regular expression in the packages takes linear time: npm run check:regex
import { readdirSync, readFileSync } from 'node:fs';
import { Project, SyntaxKind } from 'ts-morph';

const root = new URL('..', import.meta.url).pathname;

/**
 * Exceptions as `file: /pattern/flags`, with the reason why the text stays short.
 * @type {Readonly<Record<string, string>>}
 */
const BOUNDED = {
  'packages/adapters/src/http.ts: /\\/+$/': 'the app’s own option `url`',
  'packages/simulator/src/answer/tools.ts: /["\'“`]([^"\'“”`]{1,200})["\'”`]/':
    'at most 200 characters from each place',
  "packages/simulator/src/answer/draft.ts: new RegExp(`[\\\\s\\\\S]{1,${CHARS_PER_TOKEN}}`, 'gu')":
    'pieces of four characters, none looked at twice',
};

// Needs no Java and no binary.
process.env['RECHECK_BACKEND'] = 'pure';
const { check } = await import('recheck');

/** @typedef {{ readonly place: string, readonly name: string, readonly source: string, readonly flags: string }} Found */
/** @type {Found[]} */
const found = [];
/** Patterns built at run time can't be checked. @type {string[]} */
const made = [];
const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true } });
const files = readdirSync(`${root}packages`)
  .flatMap((name) => {
    const folder = `packages/${name}/src/`;
    return readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((path) => folder + path);
  })
  .filter(
    (path) =>
      /\.tsx?$/.test(path) &&
      !/\.test(-d)?\.tsx?$|\.stories\.tsx$|\/conformance\/|^packages\/testing\/|\/testing\//.test(path),
  )
  .toSorted();
for (const path of files) {
  const file = project.createSourceFile(path, readFileSync(root + path, 'utf8'));
  for (const literal of file.getDescendantsOfKind(SyntaxKind.RegularExpressionLiteral)) {
    const [, source = '', flags = ''] = /^\/([\s\S]*)\/(\w*)$/.exec(literal.getLiteralText()) ?? [];
    add(path, literal.getStartLineNumber(), source, flags);
  }
  const calls = [SyntaxKind.NewExpression, SyntaxKind.CallExpression].flatMap((kind) =>
    file.getDescendantsOfKind(/** @type {SyntaxKind.CallExpression} */ (kind)),
  );
  for (const call of calls) {
    if (call.getExpression().getText() !== 'RegExp') continue;
    const [source, flags] = call.getArguments().map((each) => each.asKind(SyntaxKind.StringLiteral)?.getLiteralText());
    if (source !== undefined) add(path, call.getStartLineNumber(), source, flags ?? '');
    else made.push(`${path}: ${call.getText()}`);
  }
  project.removeSourceFile(file);
}

/** @type {(path: string, line: number, source: string, flags: string) => void} */
function add(path, line, source, flags) {
  found.push({ place: `${path}:${line}`, name: `${path}: /${source}/${flags}`, source, flags });
}

const bad = made
  .filter((name) => !(name in BOUNDED))
  .map((name) => `${name} is put together at run time: write it out.`);
const names = new Set([...made, ...found.map(({ name }) => name)]);
const stale = Object.keys(BOUNDED).filter((name) => !names.has(name));
for (const name of stale) console.warn(`scripts/check-regex.js names what is no longer there: ${name}`);

let guessed = 0;
for (const { place, name, source, flags } of found) {
  if (name in BOUNDED) continue;
  const said = await check(source, flags, { timeout: 30_000 });
  if (said.checker === 'fuzz') guessed++;
  if (said.status === 'safe') continue;
  const how =
    said.status === 'vulnerable'
      ? `is ${said.complexity.summary}, such as for ${said.attack.pattern.slice(0, 100)}`
      : 'could not be checked';
  bad.push(`${place} /${source}/${flags} ${how}`);
}

for (const line of bad) console.error(line);
if (bad.length > 0) process.exit(1);
console.log(
  `${found.length} regular expressions in ${files.length} files take linear time; ${guessed} of them by trial rather than by proof.`,
);
