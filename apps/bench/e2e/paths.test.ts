import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

// Through npm itself: one npm run inside another forgets where the first was called.
test('a relative path given to the bench counts from where npm was called', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-bench-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'notes.txt'), 'The pump keeps its own clock. '.repeat(2_000));
  const bench = ['--context', 'notes.txt', '--time-scale', '0.02', '--typing', '0', '--runs', '1', '--json'];
  const { stdout } = await promisify(execFile)('npm', ['--prefix', root, 'run', '--silent', 'bench', '--', ...bench], {
    cwd: folder,
    // Whoever runs the tests through npm has told where that was called.
    env: { ...process.env, INIT_CWD: undefined, ANTHROPIC_API_KEY: undefined, ANTHROPIC_BASE_URL: undefined },
  });
  const { contextTokens, runs } = JSON.parse(stdout) as { contextTokens: number; runs: { outcome: string }[] };
  expect(contextTokens).toBeGreaterThan(10_000);
  expect(runs.map(({ outcome }) => outcome)).toEqual(['miss', 'hit']);
});
