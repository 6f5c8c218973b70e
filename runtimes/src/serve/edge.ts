// Serves a built app in the edge runtime's own realm, over real HTTP.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { EdgeVM } from '@edge-runtime/vm';

const vm = new EdgeVM({
  // Next.js gives its edge functions as much of Node's, and SDKs count on it.
  extend: (context) => Object.assign(context, { process: { env: {} } }),
  initialCode: readFileSync(process.argv[2]!, 'utf8'),
});

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const body = Buffer.concat(await Readable.from(req).toArray());
  const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const init = { method: req.method ?? 'GET', headers, signal: gone.signal, ...(body.length > 0 && { body }) };
  const response = await vm.dispatchFetch(`http://localhost${req.url}`, init);
  res.writeHead(response.status, Object.fromEntries(response.headers));
  const reader = response.body?.getReader();
  res.once('close', () => void reader?.cancel().catch(() => null));
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done || res.destroyed) break;
    res.write(read.value);
  }
  res.end();
}

const server = createServer((req, res) => {
  answer(req, res).catch((thrown: unknown) => {
    console.error(thrown);
    res.destroy();
  });
}).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, faces: {} }));
});
