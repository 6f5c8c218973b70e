import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** As a crash does: its data is lost. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** Connections stay open, and no command is answered. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts `redis-server`, or `program`, on a free port; rejects with how to install it. */
export async function startRedis(options: readonly string[] = [], program = 'redis-server'): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      ...options,
    ];
    const started = spawn(program, args, { stdio: 'ignore' });
    child = started;
    const failed = new Promise<never>((_, reject) => {
      const say = (why: string): void => reject(new Error(`${program} ${why}. Debian: apt-get install -y ${program}`));
      started.once('error', ({ message }) => say(`could not be started: ${message}`));
      started.once('exit', (code) => say(`ended with ${code}`));
    });
    failed.catch(() => null);
    await Promise.race([listening(port), failed]);
  };
  const crash = async (): Promise<void> => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  await start();
  const close = async (): Promise<void> => {
    await crash();
    await rm(folder, { recursive: true, force: true });
  };
  const freeze = (): void => void child?.kill('SIGSTOP');
  const thaw = (): void => void child?.kill('SIGCONT');
  return { port, url: `redis://127.0.0.1:${port}`, crash, restart: start, freeze, thaw, close };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves once a local port accepts connections. */
export async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
