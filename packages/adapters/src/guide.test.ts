import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Adapter, type PrefixRef, ForewarmClient, UNKNOWN_USAGE } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { commandOf } from '../../../scripts/tools.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside the package, so that the guide's imports resolve. */
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
  const check = (): string =>
    execFileSync(process.execPath, [commandOf('typescript', 'tsc'), '-p', folder], { cwd: root, encoding: 'utf8' });
  expect(check()).toBe('');
});

describe('the function of one’s own', async () => {
  const { own } = (await import(join(folder, 'own.ts'))) as { own: Adapter<PrefixRef> };
  afterEach(() => vi.unstubAllGlobals());

  /** Used by the guide. */
  function streaming(
    pieces: readonly string[],
    error?: Error,
  ): { calls: [string, AbortSignal | undefined][]; left: () => boolean } {
    const calls: [string, AbortSignal | undefined][] = [];
    let isLeft = false;
    vi.stubGlobal('answer', async function* (question: string, signal?: AbortSignal) {
      calls.push([question, signal]);
      try {
        yield* pieces;
        if (error) throw error;
      } finally {
        isLeft = true;
      }
    });
    return { calls, left: () => isLeft };
  }

  test('is an adapter in ten lines', () => {
    const { code } = files.find(({ name }) => name === 'own.ts')!;
    const [lines = ''] = /^export const own[\s\S]*?^};$/m.exec(code) ?? [];
    expect(lines.split('\n').length).toBe(10);
  });

  test('streams through the cache, with figures that are unknown', async () => {
    const { calls } = streaming(['Yes', '.']);
    const cache = new ForewarmClient({ adapter: own });
    expect(await cache.warm({ id: 'doc' })).toMatchObject({ status: 'skipped', reason: 'unsupported' });
    const { events, text, error } = await collect(cache.ask({ id: 'doc' }, { question: 'Q?' }));
    expect({ text, error }).toEqual({ text: 'Yes.', error: undefined });
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'unknown', usage: UNKNOWN_USAGE });
    expect(calls).toEqual([['Q?', expect.any(AbortSignal)]]);
  });

  test('keeps what had come before its error, and is left where its reader leaves', async () => {
    const failing = new Error('The function’s own words.');
    streaming(['Half'], failing);
    expect(await collect(own.ask({ id: 'doc' }, { question: 'Q?' }))).toMatchObject({ text: 'Half', error: failing });
    const { left } = streaming(['One', 'Two']);
    for await (const event of own.ask({ id: 'doc' }, { question: 'Q?' })) if (event.type === 'text') break;
    expect(left()).toBe(true);
  });
});

describe('the adapter of the guide', async () => {
  await import(join(folder, 'my-engine.test.ts'));
});
