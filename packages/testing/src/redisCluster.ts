import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort, type RedisServer, startRedis } from './redisServer.js';

const run = promisify(execFile);

export interface RedisCluster {
  readonly servers: readonly RedisServer[];
  readonly ports: readonly number[];
  close(): Promise<void>;
}

/** Starts three servers; rejects if `redis-server` or `redis-cli` is missing. */
export async function openRedisCluster(): Promise<RedisCluster> {
  const open = async (): Promise<{ server: RedisServer; node: string }> => {
    // By default the port plus 10,000, which may not exist.
    const busPort = await freePort();
    const server = await startRedis(['--cluster-enabled', 'yes', '--cluster-port', String(busPort)]);
    return { server, node: `127.0.0.1:${server.port}@${busPort}` };
  };
  const opened = await Promise.all([open(), open(), open()]);
  const servers = opened.map(({ server }) => server);
  const close = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.close())));
  const ports = servers.map(({ port }) => port);
  const nodes = opened.map(({ node }) => node);
  try {
    await run('redis-cli', ['--cluster', 'create', ...nodes, '--cluster-replicas', '0', '--cluster-yes']);
    // A server refuses commands until it knows that all slots are served.
    for (const port of ports) await served(port);
  } catch (error) {
    await close();
    throw error;
  }
  return { servers, ports, close };
}

async function served(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { stdout } = await run('redis-cli', ['-p', String(port), 'cluster', 'info']);
    if (stdout.includes('cluster_state:ok')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The Redis at port ${port} has not joined its cluster within 30 s.`);
}
