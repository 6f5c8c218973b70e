import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { answerNode, sendResponse } from './nodeHttp.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Served {
  readonly port: number;
  /** The content of each write to a socket, in order. */
  readonly packets: string[];
  /** The promises of `sendResponse`. */
  readonly sent: Promise<void>[];
}

/** A server that answers with `make` and counts its writes to the socket. */
async function serve(
  make: (req: IncomingMessage, res: ServerResponse) => Response,
  options: ServerOptions = {},
): Promise<Served> {
  const [packets, sent]: [string[], Promise<void>[]] = [[], []];
  const server = createServer(options, (req, res) => {
    sent.push(sendResponse(make(req, res), res, 2_000));
  });
  server.on('connection', (socket) => noteWrites(socket, packets));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, packets, sent };
}

/** Observes the two methods that implement a stream: for Node, one call is one packet. */
function noteWrites(socket: Duplex, packets: string[]): void {
  const write = socket['_write'].bind(socket);
  const writev = socket['_writev']!.bind(socket);
  socket['_write'] = (chunk: Buffer | string, encoding, done) => {
    packets.push(Buffer.from(chunk as string, encoding).toString('latin1'));
    write(chunk, encoding, done);
  };
  socket['_writev'] = (chunks: { chunk: Buffer | string; encoding: BufferEncoding }[], done) => {
    packets.push(
      chunks.map(({ chunk, encoding }) => Buffer.from(chunk as string, encoding).toString('latin1')).join(''),
    );
    writev(chunks, done);
  };
}

/** All bytes of one answer, over its own socket, which the server closes. */
function raw(port: number, method = 'POST'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1');
    let text = '';
    socket.on('data', (piece: string) => (text += piece)).once('error', reject);
    socket.once('close', () => resolve(text));
    socket.write(`${method} / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  });
}

const stream = (pieces: readonly (string | Promise<string>)[]): Response => {
  const left = [...pieces];
  return new Response(
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = left.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(await piece));
      },
    }),
  );
};
const later = (piece: string): Promise<string> => new Promise((resolve) => setTimeout(resolve, 20, piece));
/** Fills a response's buffer until it asks to be drained. */
const BIG = 'x'.repeat(100_000);

test.each<[string, () => Response, string]>([
  ['json, complete at once', () => Response.json({ a: 1 }), '{"a":1}'],
  ['a stream, complete at once', () => stream(['a', 'b', 'c']), 'abc'],
  ['a stream that ends with its last piece', () => stream(['a', later('b')]), 'ab'],
  ['pieces that come together, and some that don’t', () => stream(['a', 'b', later('c'), 'd', later('e')]), 'abcde'],
  ['a stream of nothing', () => stream([]), ''],
  ['pieces larger than what a response holds', () => stream([BIG, BIG, later(BIG), BIG]), BIG.repeat(4)],
  [
    'a body just over it',
    () => stream(['x'.repeat(16_385), 'y'.repeat(65_537)]),
    'x'.repeat(16_385) + 'y'.repeat(65_537),
  ],
])('%s: whole, and the end comes last', async (_kind, make, body) => {
  const { port } = await serve(make);
  const [head, rest] = (await raw(port)).split(/\r\n\r\n([^]*)/) as [string, string];
  expect(head).toMatch(/^HTTP\/1\.1 200 /);
  expect(rest).toMatch(/(^|\r\n)0\r\n\r\n$/);
  expect(dechunked(rest)).toBe(body);
});

/** A chunked body's content; throws if its lengths don't fit. */
function dechunked(text: string): string {
  let body = '';
  for (let at = 0; ;) {
    const end = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, end), 16);
    if (!(length >= 0)) throw new Error(`No chunk at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    if (length === 0) return body;
    body += text.slice(end + 2, end + 2 + length);
    at = end + 4 + length;
  }
}

test('what comes in one go leaves in one packet: an answer that is complete at once with its head and its end', async () => {
  const { port, packets } = await serve(() => stream(['a', 'b', 'c']));
  await raw(port);
  expect(packets).toHaveLength(1);
  expect(packets[0]).toMatch(/^HTTP\/1\.1 200 [^]*0\r\n\r\n$/);
});

test('each go of a stream is one packet, the head before the first that is waited for', async () => {
  const { port, packets } = await serve(() => stream([later('a'), 'b', 'c', later('d'), 'e']));
  await raw(port);
  expect(packets.map((packet) => packet.replaceAll(/[^a-e]/g, '').slice(-3))).toEqual([
    expect.any(String),
    'abc',
    'de',
  ]);
  expect(packets[0]).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
});

test.each([
  ['HEAD, answered with a body', 'HEAD', () => Response.json({ a: 1 })],
  ['no body', 'POST', () => new Response(null, { status: 204 })],
])('%s: a head alone, also where a server throws at bodies that must not be', async (_kind, method, make) => {
  const { port } = await serve(make, { rejectNonStandardBodyWrites: true });
  expect(await raw(port, method)).toMatch(/^HTTP\/1\.1 20[04] [^]*\r\n\r\n$/);
});

test('a connection that is kept takes the next answer as well as the first', async () => {
  const { port } = await serve(() => stream(['a', later('b')]));
  for (let n = 0; n < 3; n++) {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST' });
    expect(await response.text()).toBe('ab');
  }
});

test('requests sent in one go are answered in order, each whole', async () => {
  let answered = 0;
  const { port } = await serve(() => stream([String(answered++), later('.')]));
  const request = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n';
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let text = '';
  socket.on('data', (piece: string) => (text += piece));
  socket.write(request.repeat(3));
  await expect.poll(() => text.split('0\r\n\r\n')).toHaveLength(4);
  expect(text.replaceAll(/HTTP[^]*?\r\n\r\n/g, '')).toBe(
    [0, 1, 2].map((n) => `1\r\n${n}\r\n1\r\n.\r\n0\r\n\r\n`).join(''),
  );
  socket.destroy();
});

test.each([
  ['before it', (res: ServerResponse) => void res.destroy()],
  ['between the head and the first piece', (res: ServerResponse) => void setImmediate(() => res.destroy())],
  ['after the first piece', (res: ServerResponse) => void setTimeout(() => res.destroy(), 60)],
])('a client gone %s lets the answer go', async (_when, leave) => {
  let cancelled = false;
  const { port, sent } = await serve((_req, res) => {
    leave(res);
    return new Response(
      new ReadableStream<Uint8Array>({
        async start(controller) {
          await later('');
          if (!cancelled) controller.enqueue(new TextEncoder().encode('a'));
        },
        cancel: () => void (cancelled = true),
      }),
    );
  });
  await raw(port).catch(() => null);
  await Promise.all(sent);
  expect([sent.length, cancelled]).toEqual([1, true]);
});

test('over HTTP/2 too, where the socket is shared', async () => {
  const server = createHttp2Server(
    (_req, res) => void sendResponse(stream(['a', 'b', later('c')]), res as unknown as ServerResponse),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closers.push(() => {
    session.destroy();
    server.close();
  });
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = session.request({ ':method': 'POST', ':path': '/' }).setEncoding('utf8');
      let text = '';
      call.on('data', (piece: string) => (text += piece)).once('error', reject);
      call.once('end', () => resolve(text)).end();
    });
  expect(await Promise.all([ask(), ask()])).toEqual(['abc', 'abc']);
  expect(await ask()).toBe('abc');
});

test('a body refused unread holds up no later request on its connection', async () => {
  const refuse = Object.assign(async () => new Response(null, { status: 413 }), { stallMs: 2_000 });
  const server = createServer((req, res) => void answerNode(refuse as never, req, res, {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  closers.push(() => socket.destroy());
  let text = '';
  socket.on('data', (piece: string) => (text += piece));
  // More than what connection and stream hold.
  for (const size of [5_000_000, 0]) {
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`);
    socket.write('x'.repeat(size));
  }
  await expect.poll(() => text.match(/HTTP\/1\.1 413/g)?.length).toBe(2);
});
