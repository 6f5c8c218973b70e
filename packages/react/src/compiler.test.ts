import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@babel/core';
import compiler from 'babel-plugin-react-compiler';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.(test|test-d|stories)\.|^testing/.test(name),
);

/** What the React Compiler compiled in a file, and where it gave up. */
function compile(code: string, filename: string): { compiled: string[]; problems: string[] } {
  const compiled: string[] = [];
  const problems: string[] = [];
  const logEvent = (_: unknown, { kind, fnName, ...rest }: { kind: string; fnName?: string | null }): void => {
    if (kind === 'CompileSuccess') compiled.push(fnName ?? '');
    else problems.push(`${filename}: ${kind} ${JSON.stringify(rest)}`);
  };
  transformSync(code, {
    filename,
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ['typescript', 'jsx'] },
    plugins: [[compiler, { panicThreshold: 'none', logger: { logEvent } }]],
  });
  return { compiled, problems };
}

test('the React Compiler gives up on nothing in the kit', () => {
  const results = files.map((name) => compile(readFileSync(`${folder}/${name}`, 'utf8'), name));
  expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  const compiled = results.flatMap((result) => result.compiled);
  expect(compiled).toEqual(
    expect.arrayContaining(['ForewarmProvider', 'useSpeculativeCache', 'useAsk', 'useForewarmMetrics', 'AskBox']),
  );
});

test('what breaks the rules of React is found', () => {
  const code = 'function Count({ of }) { of.count = 1; return <i>{of.count}</i>; }';
  expect(compile(code, 'Count.tsx').problems).toEqual([expect.stringContaining('CompileError')]);
});
