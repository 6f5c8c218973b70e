import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateTokens } from '@forewarm/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contextPrefix, reactDom, sqliteBtree } from './index.js';

let folder: string;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarm-contexts-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const anyRequest = new Request('http://localhost');

describe('sqlite-btree', () => {
  /** A server in sqlite.org's place, and how many of its downloads were open at once. */
  async function site(status = 200): Promise<{ fetch: typeof globalThis.fetch; asked: string[]; most: () => number }> {
    const asked: string[] = [];
    let open = 0;
    let most = 0;
    const server = createServer((req, res) => {
      const name = new URL(req.url!, 'http://localhost').searchParams.get('at')!;
      asked.push(name);
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        res.writeHead(status).end(`/* the text of ${name} */`);
      }, 50);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fetch: typeof globalThis.fetch = (url, init) => {
      const { pathname, search } = new URL(url as string);
      return globalThis.fetch(`${base}${pathname}${search}`, init);
    };
    return { fetch, asked, most: () => most };
  }

  test('is downloaded side by side, kept on disk, and not downloaded again', async () => {
    const { fetch, asked, most } = await site();
    const text = await sqliteBtree({ cacheDir: folder, fetch }).load();
    expect(text).toContain('btree.h:\n```c\n/* the text of btree.h */');
    expect(text).toContain('btree.c:\n```c\n/* the text of btree.c */');
    expect(most()).toBe(2);
    expect(await readdir(join(folder, 'sqlite-btree'))).toEqual(['btree.c', 'btree.h']);
    expect(await sqliteBtree({ cacheDir: folder, fetch }).load()).toBe(text);
    expect(asked.toSorted()).toEqual(['btree.c', 'btree.h']);
  });

  test('says what to do where it can’t be had, and tries again when asked again', async () => {
    let down = true;
    const { fetch } = await site();
    const context = sqliteBtree({
      cacheDir: folder,
      fetch: (...args) => (down ? Promise.reject(new TypeError('fetch failed')) : fetch(...args)),
    });
    await expect(context.load()).rejects.toThrow(
      /could not be downloaded from sqlite.org\. Check the network and ask again, or set CONTEXT_DIR/,
    );
    down = false;
    expect(await context.load()).toContain('btree.c');
  });

  test('does not keep an error page', async () => {
    const { fetch } = await site(404);
    await expect(sqliteBtree({ cacheDir: folder, fetch }).load()).rejects.toMatchObject({
      code: 'unreachable',
      status: 503,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is read from CONTEXT_DIR where that is set, without a network', async () => {
    await writeFile(join(folder, 'btree.h'), 'header');
    const context = sqliteBtree({ contextDir: folder, cacheDir: folder, fetch: () => Promise.reject(new Error('no')) });
    await expect(context.load()).rejects.toThrow(
      /CONTEXT_DIR is ".*", but btree.c can’t be read there; it must hold btree.h and btree.c/,
    );
    await writeFile(join(folder, 'btree.c'), 'source');
    expect(await context.load()).toBe('btree.h:\n```c\nheader\n```\n\nbtree.c:\n```c\nsource\n```');
  });
});

test('react-dom is its client’s source, about 150,000 tokens', async () => {
  const prefix = await contextPrefix(reactDom(), 'm')({}, anyRequest);
  expect(estimateTokens(prefix)).toBeGreaterThan(140_000);
  expect(estimateTokens(prefix)).toBeLessThan(170_000);
});

describe('a run', () => {
  const resolve = contextPrefix({ ...reactDom(), load: async () => 'The text.' }, 'm');

  test('stands before the text, so that runs share no cache; one run is one prefix', async () => {
    const [a, b, again, none] = await Promise.all(['a', 'b', 'a', ''].map(async (run) => resolve({ run }, anyRequest)));
    expect(a!.messages[0]!.content[0]).toEqual({ type: 'text', text: 'Run: a' });
    expect(a!.hash).toBe(again!.hash);
    expect(new Set([a!.hash, b!.hash, none!.hash]).size).toBe(3);
  });

  test.each([[7], ['x'.repeat(65)], ['../x'], [{}]])('%j is refused by name', async (run) => {
    await expect(Promise.resolve().then(() => resolve({ run }, anyRequest))).rejects.toMatchObject({
      code: 'invalid-request',
      status: 400,
    });
  });
});
