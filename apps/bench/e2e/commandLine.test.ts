import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = (path: string): string[] => [`apps/bench/dist/${path}`];
const source = (path: string): string[] => ['--import', 'tsx', `apps/bench-render/src/${path}`];

const BENCHES: Readonly<Record<string, { readonly main: string[]; readonly options: string }>> = {
  bench: {
    main: built('main.js'),
    options: '--base-url, --model, --context, --question, --typing, --runs, --max-tokens, --time-scale, --json, --help',
  },
  'bench:adapters': { main: built('adapters/main.js'), options: '--json, --help' },
  'bench:policy': { main: built('policy/main.js'), options: '--json, --out, --help' },
  'bench:server': { main: built('server/main.js'), options: '--scenario, --full, --profile, --json, --help' },
  'bench:keystroke': { main: source('keystroke.ts'), options: '--json, --help' },
  'bench:render': {
    main: source('main.ts'),
    options: '--markdown, --turns, --profile, --kits, --tokens, --rate, --runs, --json, --help',
  },
};

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (main: readonly string[], ...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [...main, ...args], { cwd: root }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

const told = (line: string): Ended => ({ code: 2, stdout: '', stderr: `${line}\n` });

test.each(Object.entries(BENCHES))('%s explains itself, and names an option it does not know', async (name, bench) => {
  const help = await run(bench.main, '--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toMatch(new RegExp(`^npm run ${name} -- \\[options\\]\n\n\\w`));
  for (const option of bench.options.split(', ').slice(0, -1)) expect(help.stdout).toContain(`  ${option} `);

  expect(await run(bench.main, '--speed')).toEqual(told(`Unknown option '--speed'; the options are ${bench.options}.`));
});

test.each([
  ['bench', ['--runs', '0'], '--runs is "0"; it must be a whole number, 1 or more.'],
  ['bench', ['--context', 'no-such'], '--context is "no-such"; it must be react-dom, sqlite-btree, or the path of a'],
  ['bench', ['notes.txt'], "Unexpected argument 'notes.txt'"],
  ['bench:server', ['--scenario', 'storm'], '--scenario is "storm"; it must be of overhead, overhead-150k, words,'],
  [
    'bench:server',
    ['--profile', '--scenario', 'words,chaos'],
    '--scenario is "chaos"; it must be of words, begins with --profile.',
  ],
  ['bench:render', ['--tokens', '0'], '--tokens is "0"; it must be a whole number, 1 or more.'],
  ['bench:policy', ['--out'], "Option '--out <value>' argument missing; the options are --json, --out, --help."],
])('%s %j is refused in one line', async (name, args, line) => {
  const { code, stderr } = await run(BENCHES[name]!.main, ...args);
  expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 });
  expect(stderr).toContain(line);
});
