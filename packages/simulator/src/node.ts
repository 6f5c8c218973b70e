import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A simulator that serves HTTP. */
export interface Listening {
  /** E.g. `http://127.0.0.1:4010`, to be given to an SDK as its base URL. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** How long what was sent before a break has until it, in milliseconds. */
const BREAK_MS = 5;

type Fetch = (request: Request) => Promise<Response>;

/** Serves a fetch function over HTTP/1.1; rejects when the port is taken. */
export async function listen(fetch: Fetch, port: number, host: string): Promise<Listening> {
  // Not imported, so that a bundler for browsers that follows this file finds nothing of Node's.
  const http = process.getBuiltinModule('node:http');
  const sockets = new Set<Socket>();
  const server = http.createServer((incoming, outgoing) => {
    // What was sent before the break still arrives; in a while, since Node 26's fetch drops what it holds when the connection ends.
    answer(fetch, incoming, outgoing).catch(() => setTimeout(() => outgoing.socket?.destroySoon(), BREAK_MS));
  });
  server.requestTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    gone.abort(new DOMException('The client closed the connection.', 'AbortError'));
  });
  const response = await fetch(toRequest(incoming, gone.signal));
  // What is left of a refused body is read and thrown away: closing on a client that still writes would lose it the answer.
  incoming.resume();
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  outgoing.on('close', () => {
    reader.cancel().catch(() => undefined);
  });
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (!outgoing.write(chunk.value)) await drained(outgoing);
  }
  outgoing.end();
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', 'http://simulator'), {
    method,
    headers,
    signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: 'half' as const }),
  });
}

// Like Readable.toWeb, but cancelling leaves the connection open.
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on('data', (chunk: Uint8Array) => {
        if (!open) return;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 1) <= 0) incoming.pause();
      });
      incoming.on('end', () => {
        if (open) controller.close();
        open = false;
      });
      incoming.on('error', (error) => {
        if (open) controller.error(error);
        open = false;
      });
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      open = false;
    },
  });
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('drain', resolve);
    outgoing.once('close', resolve);
  });
}
