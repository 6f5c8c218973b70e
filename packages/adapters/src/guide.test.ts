import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside the package, so that what the guide imports is found as its readers will find it. */
const folder = fileURLToPath(new URL('../.cache/guide', import.meta.url));

const guide = readFileSync(join(root, 'docs/adapters.md'), 'utf8');
const files = [...guide.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => ({
  name,
  code,
}));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { name, code } of files) writeFileSync(join(folder, name), code);

test('every example of the guide is one that is checked', () => {
  expect(files.length).toBeGreaterThanOrEqual(5);
  expect(guide.match(/```ts/g)).toHaveLength(files.length);
});

test('the examples are typed as they stand', { timeout: 60_000 }, () => {
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      rootDir: root,
      customConditions: ['forewarm-source'],
      types: ['node'],
    },
    include: [folder],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const check = (): string => execFileSync('npx', ['tsc', '-p', folder], { cwd: root, encoding: 'utf8' });
  expect(check()).toBe('');
});

describe('the adapter of the guide', async () => {
  await import(join(folder, 'my-engine.test.ts'));
});
