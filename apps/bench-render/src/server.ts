import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { agUi, type Pace, sendTokens, UI_MESSAGES } from './stream.js';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const WARMED = {
  status: 'warmed',
  hash: 'h',
  method: 'zero-tokens',
  usage: { prompt: 1000, cacheRead: 0, cacheWrite: 1000, output: 0 },
  ttlMs: 300_000,
};

/** Serves the pages, and to each of them the same tokens in its own format. */
export async function serve(folder: string, pace: Pace): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST' && path.endsWith('/warm')) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(WARMED));
    } else if (request.method === 'POST' && path === '/tanstack-ai') {
      void json(request).then((body) => sendTokens(response, agUi(body), pace));
    } else if (request.method === 'POST') {
      sendTokens(response, UI_MESSAGES, pace);
    } else {
      readFile(join(folder, path)).then(
        (body) => response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function json(request: IncomingMessage): Promise<{ threadId: string; runId: string }> {
  return JSON.parse(await text(request)) as { threadId: string; runId: string };
}
