import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** A request that came through a gateway. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  /** The body as it stood on the wire. */
  readonly body: string;
}

export interface GatewayOptions {
  /** What stands behind it, such as a simulator's `fetch`. */
  upstream: (request: Request) => Promise<Response>;
  /** Answers in the upstream's place; true where it has. */
  intercept?: ((request: Passed, response: ServerResponse) => boolean) | undefined;
  /** Breaks the socket once so many bytes of the answer have passed. */
  cutAfter?: ((request: Passed) => number | undefined) | undefined;
}

export interface Gateway {
  readonly url: string;
  /** Everything that has passed, in order. */
  readonly passed: readonly Passed[];
  readonly close: () => Promise<void>;
}

/** A real server between a client and its upstream that keeps what passes, and can refuse, hang or break on purpose. */
export async function openGateway({ upstream, intercept, cutAfter }: GatewayOptions): Promise<Gateway> {
  const passed: Passed[] = [];
  const server = createServer((req, res) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const answer = async (): Promise<void> => {
      const body = Buffer.concat(await Readable.from(req).toArray()).toString('utf8');
      const request: Passed = { method: req.method ?? 'GET', path: req.url ?? '/', body };
      passed.push(request);
      if (intercept?.(request, res)) return;
      const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const init = { method: request.method, headers, signal: gone.signal, ...(body === '' ? {} : { body }) };
      const response = await upstream(new Request(new URL(request.path, 'http://gateway'), init));
      res.writeHead(response.status, Object.fromEntries(response.headers));
      let left = cutAfter?.(request) ?? Infinity;
      for await (const chunk of response.body ?? []) {
        left -= chunk.byteLength;
        res.write(chunk);
        if (left > 0) continue;
        // A reset in the middle of the answer, after what was written has gone out.
        await new Promise((resolve) => setTimeout(resolve, 5));
        res.destroy();
        return;
      }
      res.end();
    };
    answer().catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, passed, close };
}
