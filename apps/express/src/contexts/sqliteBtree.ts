import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ForewarmError } from '@forewarm/core';
import { type Context, once } from './context.js';

/** The files the cookbook downloads, under the addresses it downloads them from. */
const FILES = {
  'btree.h': 'https://sqlite.org/src/raw/18e5e7b2124c23426a283523e5f31a4bff029131b795bb82391f9d2f3136fc50?at=btree.h',
  'btree.c': 'https://sqlite.org/src/raw/63ca6b647342e8cef643863cd0962a542f133e1069460725ba4461dcda92b03c?at=btree.c',
} as const;
type FileName = keyof typeof FILES;

/** How long a download may take, in milliseconds; the cookbook's 30 s. */
const TIMEOUT_MS = 30_000;

export interface SqliteOptions {
  /** A folder that holds both files, instead of the network. */
  contextDir?: string | undefined;
  /** Where downloads are kept. */
  cacheDir: string;
  /** Default the platform's. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** SQLite's B-tree as the cookbook asks about it. */
export function sqliteBtree({ contextDir, cacheDir, fetch = globalThis.fetch }: SqliteOptions): Context {
  const read = async (name: FileName): Promise<string> => {
    if (contextDir !== undefined) return fromFolder(contextDir, name);
    const cached = join(cacheDir, 'sqlite-btree', name);
    return readFile(cached, 'utf8').catch(() => download(name, cached, fetch));
  };
  return {
    id: 'sqlite-btree',
    title: 'SQLite’s B-tree',
    role: 'You are an expert systems programmer helping analyze database internals.',
    starters: [
      'What is the purpose of the BtShared structure?',
      'When is the position of a cursor saved?',
      'How is a free page allocated?',
    ],
    load: once(async () => {
      const [header, source] = await Promise.all([read('btree.h'), read('btree.c')]);
      return `btree.h:\n\`\`\`c\n${header}\n\`\`\`\n\nbtree.c:\n\`\`\`c\n${source}\n\`\`\``;
    }),
  };
}

async function fromFolder(folder: string, name: FileName): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
    const message = `CONTEXT_DIR is ${JSON.stringify(folder)}, but ${name} can’t be read there; it must hold btree.h and btree.c.`;
    throw new ForewarmError('not-found', message, { status: 503, retryable: false, cause });
  });
}

async function download(name: FileName, cached: string, fetch: typeof globalThis.fetch): Promise<string> {
  try {
    const response = await fetch(FILES[name], { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`sqlite.org answered ${response.status}`);
    const text = await response.text();
    await mkdir(join(cached, '..'), { recursive: true });
    // Written aside and then moved, so that a crash leaves no half of a file behind; under a name
    // of its own, since another may do the same now.
    const part = `${cached}.${randomUUID()}.part`;
    await writeFile(part, text);
    await rename(part, cached);
    return text;
  } catch (cause) {
    const message = `${name} could not be downloaded from sqlite.org. Check the network and ask again, or set CONTEXT_DIR to a folder that holds btree.h and btree.c.`;
    throw new ForewarmError('unreachable', message, { status: 503, cause });
  }
}
