import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, listening, type RedisServer, startRedis } from './redisServer.js';

/** A real Redis with a replica, and a sentinel that promotes it. */
export interface RedisSentinel {
  readonly port: number;
  readonly name: string;
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  readonly close: () => Promise<void>;
}

/** Rejects if `redis-server` is missing. */
export async function openRedisSentinel(): Promise<RedisSentinel> {
  const name = 'forewarm';
  const primary = await startRedis();
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(primary.port)]);
  const [port, folder] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), 'forewarm-sentinel-'))]);
  // The sentinel writes to this file.
  const file = join(folder, 'sentinel.conf');
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor ${name} 127.0.0.1 ${primary.port} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 5000`,
  ];
  await writeFile(file, settings.join('\n'));
  const child = spawn('redis-server', [file, '--sentinel'], { cwd: folder, stdio: 'ignore' });
  await listening(port);
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await Promise.all([primary.close(), replica.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  return { port, name, primary, replica, close };
}
