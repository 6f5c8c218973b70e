import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyCut, bodyTaken } from '../body.js';
import type { Handler } from '../handler.js';
import type { Connection } from '../who/scope.js';
import { readerOf } from '../stream/response.js';

/** Never rejects. */
export async function answerNode(
  handler: Handler,
  req: IncomingMessage,
  res: ServerResponse,
  connection: Connection,
): Promise<void> {
  try {
    await sendResponse(await handler(toRequest(req, res), connection), res, handler.stallMs);
  } catch {
    // A method without a web-standard request, such as TRACE.
    if (res.headersSent) res.destroy();
    else res.writeHead(405, { allow: 'POST' }).end();
  }
}

export type NodeRequest = IncomingMessage & { body?: unknown; originalUrl?: string };

/** Its signal aborts if the client leaves. */
export function toRequest(req: NodeRequest, res: ServerResponse): Request {
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort(new DOMException('The client left.', 'AbortError'));
  });
  const headers: [string, string][] = [];
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    const name = req.rawHeaders[index]!;
    // HTTP/2's own fields.
    if (!name.startsWith(':')) headers.push([name, req.rawHeaders[index + 1]!]);
  }
  const { method = 'GET' } = req;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  // The client chooses the host: ignore it.
  const path = req.originalUrl ?? req.url ?? '/';
  const url = `http://localhost${path.startsWith('/') ? path : '/'}`;
  return new Request(url, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: bodyOf(req, res), duplex: 'half' }),
  });
}

/** Sends as fast as the client reads; closes the connection after `stallMs` without. */
export async function sendResponse(response: Response, res: ServerResponse, stallMs = 60_000): Promise<void> {
  const reader = readerOf(response);
  if (res.destroyed) return void reader?.cancel().catch(() => null);
  res.writeHead(response.status, Object.fromEntries(response.headers));
  // A server may throw at a body that doesn't belong.
  if (!reader || res.req.method === 'HEAD') {
    reader?.cancel().catch(() => null);
    res.end();
    return;
  }
  // Until the model's request has gone out. Then Node sends a tick's writes together.
  const { socket } = res;
  socket?.cork();
  setImmediate(() => {
    if (!res.writableEnded) res.flushHeaders();
    socket?.uncork();
  });
  const leave = (): void => void reader.cancel().catch(() => null);
  res.once('close', leave);
  try {
    for (;;) {
      const piece = await reader.read();
      if (piece === null || res.destroyed) break;
      if (!res.write(piece)) await drained(res, stallMs);
    }
    res.end();
  } catch {
    // Shows that the answer broke off.
    res.destroy();
  } finally {
    res.off('close', leave);
  }
}

function drained(res: ServerResponse, stallMs: number): Promise<void> {
  if (res.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => res.destroy(), stallMs);
    const done = (): void => {
      clearTimeout(timer);
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.once('drain', done).once('close', done);
  });
}

function bodyOf(req: NodeRequest, res: ServerResponse): BodyInit {
  const { body } = req;
  // A framework has read the stream.
  if (req.readableEnded || req.readableDidRead) return body === undefined ? failed(bodyTaken()) : remade(body);
  // The platform's bridge destroys the socket of a refused body.
  let over = false;
  const discard = (): void => {
    over = true;
    req.resume();
  };
  // The rest of a body refused unread would hold up the connection's next request.
  res.once('finish', discard);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const end = (how: () => void): void => {
        if (!over) how();
        over = true;
      };
      const cut = (): void => end(() => controller.error(bodyCut()));
      if (req.destroyed) return cut();
      req.on('data', (chunk: Uint8Array) => {
        if (over) return;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) req.pause();
      });
      req.once('end', () => end(() => controller.close()));
      req.once('error', cut);
      // Destroyed without an error, a stream only closes.
      req.once('close', cut);
    },
    pull: () => void req.resume(),
    cancel: discard,
  });
}

function remade(body: unknown): BodyInit {
  return typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
}

function failed(error: Error): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}
