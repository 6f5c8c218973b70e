import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proxies } from './proxies.js';

export interface ClusterOptions {
  readonly proxy: keyof typeof proxies;
  readonly instances: number;
  /** Where the proxy listens; 0 for any free port. */
  readonly port: number;
  /** What the instances are given beside what the cluster sets. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdio: StdioOptions;
  /** The app's program. Default the compiled one beside this. */
  readonly main?: string | undefined;
}

/**
 * Several instances of the reference app with a Redis between them and a proxy before them, all on
 * this machine.
 */
export interface Cluster {
  readonly url: string;
  readonly instances: readonly Instance[];
  /** Stops all: the proxy last, so that answers under way arrive. */
  readonly close: () => Promise<void>;
}

export interface Instance {
  readonly port: number;
  readonly process: ChildProcess;
}

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
/** How long a part may take to begin, in milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Starts Redis, the instances and the proxy; rejects with what to install where one is not there.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { proxy, instances: count, port, env, stdio, main = MAIN } = options;
  const { program, packageName, config, args } = proxies[proxy];
  const redisProgram = found('redis-server', 'redis-server');
  const proxyProgram = found(program, packageName);
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-cluster-'));
  const running: ChildProcess[] = [];
  const start = (command: string, given: readonly string[], more: Record<string, string> = {}): ChildProcess => {
    const child = spawn(command, given, { stdio, env: { ...process.env, ...env, ...more } });
    running.push(child);
    return child;
  };
  const close = async (): Promise<void> => {
    const [redis, ...others] = running;
    const [proxyProcess, ...apps] = others.toReversed();
    await Promise.all(apps.map(ended));
    for (const child of [proxyProcess, redis]) if (child) await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const redisPort = await freePort();
    start(redisProgram, ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
    await listening(redisPort, 'Redis');
    const instances: Instance[] = [];
    for (let n = 0; n < count; n++) {
      const own = await freePort();
      const settings = {
        HOST: '127.0.0.1',
        PORT: String(own),
        REDIS_URL: `redis://127.0.0.1:${redisPort}`,
        TRUST_PROXY: '1',
      };
      instances.push({ port: own, process: start(process.execPath, [main], settings) });
    }
    await Promise.all(instances.map((instance) => listening(instance.port, 'An instance')));
    const front = port === 0 ? await freePort() : port;
    const configPath = join(folder, `${program}.conf`);
    await writeFile(
      configPath,
      config(
        front,
        instances.map((instance) => instance.port),
        folder,
      ),
    );
    start(proxyProgram, args(configPath, folder));
    await listening(front, program);
    return { url: `http://127.0.0.1:${front}`, instances, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The path of a program, also where Debian puts servers. */
function found(program: string, packageName: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const path = folders.map((folder) => join(folder, program)).find((candidate) => existsSync(candidate));
  if (path) return path;
  throw new Error(`${program} is not on this machine. Debian: apt-get install -y ${packageName}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number, name: string): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not listen on port ${port} within ${PATIENCE_MS / 1000} s.`);
}
