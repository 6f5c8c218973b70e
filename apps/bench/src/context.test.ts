import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openContext } from './context.js';

test('paths count from where npm was called, not from the package it runs in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-context-'));
  await writeFile(join(folder, 'notes.txt'), 'What is to be known.');
  for (const name of ['btree.h', 'btree.c']) await writeFile(join(folder, name), `/* ${name} */`);
  expect(await openContext('notes.txt', { INIT_CWD: folder }).load()).toContain('What is to be known.');
  expect(await openContext('sqlite-btree', { INIT_CWD: folder, CONTEXT_DIR: '.' }).load()).toContain('/* btree.c */');
  await expect(openContext('none.txt', { INIT_CWD: folder }).load()).rejects.toThrow('--context is "none.txt"');
});
