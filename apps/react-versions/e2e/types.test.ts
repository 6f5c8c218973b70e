import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const path = (to: string): string => fileURLToPath(new URL(to, import.meta.url));

test('the built types hold with those of React 18, library files and all', async () => {
  const args = [
    path('../../../node_modules/typescript/lib/tsc.js'),
    '-p',
    path('../tsconfig.react-18.json'),
    '--listFiles',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
  const react = stdout.split('\n').filter((file) => /@types\/react(-18)?\/index\.d\.ts$/.test(file));
  expect(react).toEqual([expect.stringContaining('react-18')]);
  expect(stdout).toContain('packages/react/dist/index.d.ts');
});
