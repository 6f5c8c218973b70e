import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandOf } from '../../../scripts/tools.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside an app, so that what the examples import is found as their readers will find it. */
const folder = fileURLToPath(new URL('../.cache/readmes', import.meta.url));

const PAGES = [
  'README.md',
  ...['adapters', 'core', 'react', 'server', 'simulator', 'testing'].map((name) => `packages/${name}/README.md`),
  'docs/deployment.md',
];

/** What the examples leave to their readers. */
const AMBIENT = `
declare module '*.css' {}
declare const handbookText: string;
declare const manualText: string;
declare const app: import('express').Express;
declare const client: import('@anthropic-ai/sdk').Anthropic;
declare const redis: import('ioredis').Redis;
declare const handbook: import('@forewarm/core').Prefix;
declare const rates: import('@forewarm/core').Rates;
declare const z: typeof import('zod').z;
declare const switchedOff: boolean;
declare function pagePrefix(n: number): import('@forewarm/core').Prefix;
declare function userOf(request: Request): string | undefined;
declare function mayRead(user: string | undefined, id: string): boolean;
declare function buildRequest(question: string): string;
declare function test(name: string, run: () => void): void;
`;

test('the examples of the READMEs are typed as they stand', { timeout: 120_000 }, () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const page of PAGES) {
    const text = readFileSync(join(root, page), 'utf8');
    const examples = [...text.matchAll(/```(tsx?)\n(import[\s\S]*?)```/g)];
    expect({ page, examples: examples.length }).not.toEqual({ page, examples: 0 });
    for (const [index, [, ending, code = '']] of examples.entries()) {
      writeFileSync(join(folder, `${page.replaceAll(/\W/g, '-')}-${index}.${ending}`), code);
    }
  }
  writeFileSync(join(folder, 'ambient.d.ts'), AMBIENT);
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      rootDir: root,
      jsx: 'react-jsx',
      lib: ['es2023', 'dom', 'dom.iterable'],
      customConditions: ['forewarm-source'],
      types: ['node'],
      // Matters of taste, in code that others finish.
      noUnusedLocals: false,
      noUnusedParameters: false,
      noPropertyAccessFromIndexSignature: false,
    },
    include: [folder],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const check = (): string => {
    try {
      return execFileSync(process.execPath, [commandOf('typescript', 'tsc'), '-p', folder], {
        cwd: root,
        encoding: 'utf8',
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  expect(check()).toBe('');
});
