import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** For an SDK: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Closes all connections too. */
  close(): Promise<void>;
}

/** Time for sent data to arrive before the connection breaks, in ms. */
const BREAK_MS = 5;

type Fetch = (request: Request) => Promise<Response>;

/** Over HTTP/1.1; rejects if the port is taken. */
export async function listen(fetch: Fetch, port: number, host: string): Promise<Listening> {
  // Not imported: browser bundles contain no Node.
  const http = process.getBuiltinModule('node:http');
  const events = process.getBuiltinModule('node:events');
  const server = http.createServer((incoming, outgoing) => {
    // Node 26's fetch drops buffered data when the connection ends.
    answer(fetch, incoming, outgoing).catch(() => setTimeout(() => outgoing.socket?.destroySoon(), BREAK_MS));
  });
  server.requestTimeout = 0;
  // Otherwise a paused client could write to a closed connection.
  server.keepAliveTimeout = 0;
  server.listen(port, host);
  await events.once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    async close() {
      const closed = events.once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    gone.abort(new DOMException('The client closed the connection.', 'AbortError'));
  });
  const response = await fetch(toRequest(incoming, gone.signal));
  // A client still writing a refused body would lose the answer.
  incoming.resume();
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  for await (const chunk of response.body ?? []) {
    // A disconnected client never drains; its signal ends the body.
    if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once('drain', resolve));
  }
  outgoing.end();
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headersDistinct } = incoming;
  const headers = Object.entries(headersDistinct).map(([name, values = []]): [string, string] => [
    name,
    values.join(', '),
  ]);
  const web = process.getBuiltinModule('node:stream/web');
  // Keeps the connection for the answer when reading stops.
  const body = web.ReadableStream.from(incoming.iterator({ destroyOnReturn: false })) as BodyInit;
  return new Request(new URL(url, 'http://simulator'), {
    method,
    headers,
    signal,
    ...(method !== 'GET' && method !== 'HEAD' && { body, duplex: 'half' as const }),
  });
}
