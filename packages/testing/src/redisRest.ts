import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A real Redis behind Upstash's REST protocol. */
export interface RedisRest {
  readonly url: string;
  /** For `Authorization: Bearer <token>`. */
  readonly token: string;
  readonly commands: () => number;
  readonly close: () => Promise<void>;
}

type Reply = { readonly result: unknown } | { readonly error: string };

/** `redis`: an `ioredis` client. */
export async function openRedisRest(redis: {
  call(command: string, ...args: string[]): Promise<unknown>;
}): Promise<RedisRest> {
  const token = globalThis.crypto.randomUUID();
  let commands = 0;

  const run = async ([name, ...args]: readonly unknown[], isBase64: boolean): Promise<Reply> => {
    commands += 1;
    try {
      const result = await redis.call(String(name), ...args.map(String));
      return { result: isBase64 ? encoded(result) : result };
    } catch (error) {
      return { error: (error as Error).message };
    }
  };
  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    if (request.headers.authorization !== `Bearer ${token}`) return [401, { error: 'WRONGPASS invalid token' }];
    const isBase64 = request.headers['upstash-encoding'] === 'base64';
    const body = JSON.parse(await text(request)) as unknown[];
    if (request.url === '/pipeline') {
      const replies: Reply[] = [];
      for (const command of body) replies.push(await run(command as unknown[], isBase64));
      return [200, replies];
    }
    const reply = await run(body, isBase64);
    return ['error' in reply ? 400 : 200, reply];
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, token, commands: () => commands, close };
}

/** Base64 at any depth, except a command's `OK`. */
function encoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'string' || value === 'OK') return value;
  return Buffer.from(value).toString('base64');
}
