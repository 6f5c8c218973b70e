import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A request of Node's, of which a framework may have read the body already. */
export type NodeRequest = IncomingMessage & { body?: unknown; originalUrl?: string };

/** A Node request as a web-standard one; its signal ends when the client leaves before the answer is complete. */
export function toRequest(req: NodeRequest, res: ServerResponse): Request {
  const gone = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) gone.abort(new DOMException('The client left.', 'AbortError'));
  });
  const headers = new Headers();
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    const name = req.rawHeaders[index]!;
    // HTTP/2's own fields are no headers.
    if (!name.startsWith(':')) headers.append(name, req.rawHeaders[index + 1]!);
  }
  const { method = 'GET' } = req;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  // The host is the client's to say, and may be nonsense; only path and query are read.
  const path = req.originalUrl ?? req.url ?? '/';
  const url = `http://localhost${path.startsWith('/') ? path : '/'}`;
  return new Request(url, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: bodyOf(req), duplex: 'half' }),
  });
}

/** Sends a web-standard response, no faster than the client reads. */
export async function sendResponse(response: Response, res: ServerResponse): Promise<void> {
  res.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    res.end();
    return;
  }
  res.flushHeaders();
  // A client that left is no error: the request's signal has told the handler.
  await pipeline(Readable.fromWeb(response.body as never), res).catch(() => null);
}

function bodyOf(req: NodeRequest): BodyInit {
  // A body parser before us has used the stream up; what it made is as good.
  if (req.readableEnded && req.body !== undefined) return JSON.stringify(req.body);
  return Readable.toWeb(req) as ReadableStream<Uint8Array>;
}
