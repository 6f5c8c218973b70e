import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveDocs } from './docs.js';

let folder: string;
let url: string;
let close: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forewarm-docs-'));
  const server = express()
    .use('/docs', serveDocs(join(folder, 'docs')))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => void server.close();
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

function build(page: string): void {
  mkdirSync(join(folder, 'docs/assets'), { recursive: true });
  writeFileSync(join(folder, 'docs/index.html'), page);
  writeFileSync(join(folder, 'docs/iframe.html'), '<p>A story</p>');
  writeFileSync(join(folder, 'docs/index.json'), '{}');
  writeFileSync(join(folder, 'docs/assets/start-Ab12.js'), '0');
}

const get = (path: string): Promise<Response> => fetch(`${url}${path}`, { redirect: 'manual' });
const policy = (response: Response): string | null => response.headers.get('content-security-policy');

test('while it is not built, the page says how to build it; once it is, it is there', async () => {
  for (const path of ['/docs/', '/docs/index.html', '/docs/iframe.html']) {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('npm run build-storybook');
  }
  expect((await get('/docs/index.json')).status).toBe(404);
  build('<p>Built</p>');
  expect(await (await get('/docs/')).text()).toBe('<p>Built</p>');
});

test('without the slash at its end it leads to the one with it, and keeps what a link says', async () => {
  const response = await get('/docs?path=/docs/start--docs');
  expect([response.status, response.headers.get('location')]).toEqual([301, '/docs/?path=/docs/start--docs']);
});

test('runs the scripts that stand in the page and no others, also after it is built anew', async () => {
  build(`<script src="a.js"></script><script>one\n</script><script type="module">two</script><style>p{}</style>`);
  const script = (response: Response): string => /script-src ([^;]*)/.exec(policy(response)!)![1]!;
  expect(script(await get('/docs/'))).toBe(
    "'self' 'sha256-LIsI2lzmA5jh8Zrw5dzMdE3ydLgmq+WF6rpoxSVDSAY=' 'sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM='",
  );
  build('<script>three</script>');
  expect(script(await get('/docs/index.html'))).toMatch(/^'self' 'sha256-[^']{44}'$/);
  expect(script(await get('/docs/iframe.html'))).toBe("'self'");
  expect(policy(await get('/docs/'))).toMatch(/default-src 'none'.*frame-ancestors 'self'/);
});

test('what is named by its hash is kept for a year; pages and lists are asked after each time', async () => {
  build('<p>Built</p>');
  const kept = async (path: string): Promise<string | null> => (await get(path)).headers.get('cache-control');
  expect(await kept('/docs/assets/start-Ab12.js')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/docs/', '/docs/iframe.html', '/docs/index.json']) expect(await kept(path)).toBe('no-cache');
  const { headers } = await get('/docs/');
  // As a browser asks; fetch by itself would ask for no copy at all.
  const asked = { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' };
  const again = await fetch(`${url}/docs/`, { headers: asked });
  expect(again.status).toBe(304);
});

test('what the build has compressed is sent so to whoever takes it, with the file’s own type', async () => {
  build('<p>Built</p>');
  const script = join(folder, 'docs/assets/start-Ab12.js');
  writeFileSync(`${script}.br`, brotliCompressSync('"small"'));
  writeFileSync(`${script}.gz`, gzipSync('"larger"'));
  const take = async (encodings: string): Promise<(string | null)[]> => {
    const { headers, ...rest } = await fetch(`${url}/docs/assets/start-Ab12.js?v=1`, {
      headers: { 'accept-encoding': encodings },
    }).then(async (response) => ({ headers: response.headers, text: await response.text() }));
    return [rest.text, ...['content-encoding', 'content-type', 'vary'].map((name) => headers.get(name))];
  };
  const told = ['text/javascript; charset=utf-8', 'accept-encoding'];
  expect(await take('gzip, deflate, br')).toEqual(['"small"', 'br', ...told]);
  expect(await take('gzip')).toEqual(['"larger"', 'gzip', ...told]);
  expect(await take('identity')).toEqual(['0', null, ...told]);
  // Nothing outside the folder is looked for.
  writeFileSync(join(folder, 'secret.br'), 'secret');
  expect((await get('/docs/..%2fsecret')).status).toBe(404);
});
