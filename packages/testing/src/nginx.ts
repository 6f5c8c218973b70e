import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, listening } from './redisServer.js';

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts `nginx` on a free port with its defaults: HTTP/1.0 upstream, bodies of 1 MB, streams held
 * back until its buffer is full. Rejects with how to install it.
 */
export async function startNginx(
  upstream: string,
  { readTimeoutS = 60 }: { readTimeoutS?: number } = {},
): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-nginx-'));
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const config = `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      proxy_ignore_headers X-Accel-Buffering;
      # In memory: started by root, its worker is another user, who may not write here.
      client_body_buffer_size 1m;
      proxy_max_temp_file_size 0;
      proxy_read_timeout ${readTimeoutS}s;
    }
  }
}
`;
  const configPath = join(folder, 'nginx.conf');
  await writeFile(configPath, config);
  const child = spawn('nginx', ['-c', configPath, '-p', folder, '-e', 'stderr'], { stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => {
    const say = (why: string): void => reject(new Error(`nginx ${why}. Debian: apt-get install -y nginx-light`));
    child.once('error', ({ message }) => say(`could not be started: ${message}`));
    child.once('exit', (code) => say(`ended with ${code}`));
  });
  failed.catch(() => null);
  await Promise.race([listening(port), failed]);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
