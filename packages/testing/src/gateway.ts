import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Bytes the client's connection has taken. */
  sent: number;
  /** The client left early. */
  closed: boolean;
}

/** As they come, byte by byte, or only when whole, as some proxies do. */
export type Carry = 'as-is' | 'bytes' | 'whole';

export interface GatewayOptions {
  /** Such as a simulator's `fetch`. */
  upstream: (request: Request) => Promise<Response>;
  /** Answers instead of the upstream, and returns true. Default none. */
  intercept?: ((request: Passed, response: ServerResponse) => boolean) | undefined;
  /** Breaks the socket after so many bytes. Default: never. */
  cutAfter?: ((request: Passed) => number | undefined) | undefined;
  /** How answers are sent. Default `as-is`. */
  carry?: Carry | undefined;
  /**
   * Silently closes the connection so many ms after a response, as llama.cpp's server does.
   * Default: never.
   */
  closesAfterResponse?: number | undefined;
}

export interface Gateway {
  readonly url: string;
  readonly passed: readonly Passed[];
  readonly close: () => Promise<void>;
}

/** Opens a server before an upstream, which records requests and can refuse, hang or break. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { upstream, intercept, cutAfter, carry, closesAfterResponse } = options;
  const passed: Passed[] = [];
  const server = createServer((req, res) => {
    const gone = new AbortController();
    const answer = async (): Promise<void> => {
      const body = Buffer.concat(await Readable.from(req).toArray()).toString('utf8');
      const request: Passed = { method: req.method ?? 'GET', path: req.url ?? '/', body, sent: 0, closed: false };
      passed.push(request);
      if (closesAfterResponse !== undefined) {
        const { socket } = req;
        res.on('finish', () => setTimeout(() => socket.destroy(), closesAfterResponse));
      }
      res.on('close', () => {
        request.closed = !res.writableFinished;
        gone.abort();
      });
      if (intercept?.(request, res)) return;
      const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const init = { method: request.method, headers, signal: gone.signal, ...(body === '' ? {} : { body }) };
      const response = await upstream(new Request(new URL(request.path, 'http://gateway'), init));
      res.writeHead(response.status, Object.fromEntries(response.headers));
      let left = cutAfter?.(request) ?? Infinity;
      for await (const chunk of carried(response.body ?? [], carry)) {
        left -= chunk.byteLength;
        await send(res, request, chunk);
        if (left > 0) continue;
        // After what was written has gone out.
        await new Promise((resolve) => setTimeout(resolve, 5));
        res.destroy();
        return;
      }
      res.end();
    };
    answer().catch(() => res.destroy());
  });
  // Otherwise Node tells clients how long it keeps a connection.
  if (closesAfterResponse !== undefined) server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, passed, close };
}

/** As fast as the client reads; stops if it has left. */
export async function send(res: ServerResponse, request: Passed, chunk: Uint8Array): Promise<void> {
  if (res.destroyed) throw new Error('The client has left.');
  const hasRoom = res.write(chunk);
  if (!hasRoom) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        res.off('drain', done).off('close', done);
        resolve();
      };
      res.once('drain', done).once('close', done);
    });
  }
  request.sent += chunk.byteLength;
}

export async function* carried(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  carry: Carry = 'as-is',
): AsyncGenerator<Uint8Array> {
  if (carry === 'whole') {
    const all: Uint8Array[] = [];
    for await (const chunk of body) all.push(chunk);
    yield Buffer.concat(all);
    return;
  }
  for await (const chunk of body) {
    if (carry === 'as-is') yield chunk;
    else for (let at = 0; at < chunk.byteLength; at++) yield chunk.subarray(at, at + 1);
  }
}
