import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { programOf } from '../../scripts/runtimes.js';
import { commandOf } from '../../scripts/tools.js';
import { RUNTIMES } from './runtimes.js';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** A runtime that serves the app. */
export interface Served {
  readonly url: string;
  /** Where the faces for Node's servers are, by name. */
  readonly faces: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface Surroundings {
  readonly upstream: string;
  /** A Redis over TCP. */
  readonly redis: string;
  /** The same over HTTP. */
  readonly rest: { readonly url: string; readonly token: string };
}

/** Builds the app for a runtime and starts it there. Its output goes to the test's own. */
export async function openRuntime(name: string, { upstream, redis, rest }: Surroundings): Promise<Served> {
  const runtime = RUNTIMES[name];
  if (!runtime) throw new Error(`There is no runtime ${name}.`);
  const { host, serve } = runtime;
  const program = programOf(runtime.program);
  if (!program) throw new Error(`${runtime.program} is not installed: run npm run test:runtimes.`);
  const app = join(folder, `dist/${name}.mjs`);
  const written = { UPSTREAM: upstream, REDIS: redis, REST: rest.url, REST_TOKEN: rest.token };
  const defines = Object.entries(written).map(([key, value]) => `--define:${key}="${value}"`);
  const standalone = ['--platform=browser', '--external:cloudflare:*'];
  const how: Record<typeof host, readonly string[]> = {
    // What is installed is taken as it is: exports and conditions are the runtime's to read.
    node: ['--packages=external', '--format=esm'],
    bun: ['--packages=external', '--format=esm'],
    deno: ['--packages=external', '--format=esm'],
    worker: [...standalone, '--format=esm', '--conditions=workerd,worker,browser'],
    edge: [...standalone, '--format=iife', '--conditions=edge-light,worker,browser'],
  };
  build(`src/hosts/${host}.ts`, app, [...how[host], ...defines]);
  const args = [...(runtime.args ?? []), app];
  if (serve) {
    const server = join(folder, `dist/serve-${serve}.mjs`);
    build(`src/serve/${serve}.ts`, server, ['--packages=external', '--format=esm']);
    args.splice(-1, 0, server);
  }
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const { port, faces } = await firstLine(child, name);
  const at = (on: number): string => `http://127.0.0.1:${on}`;
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url: at(port), faces: Object.fromEntries(Object.entries(faces).map(([face, on]) => [face, at(on)])), close };
}

function build(entry: string, outfile: string, args: readonly string[]): void {
  const all = [join(folder, entry), '--bundle', `--outfile=${outfile}`, '--target=es2023', '--log-level=warning'];
  const command = [commandOf('esbuild', 'esbuild', folder), ...all, ...args];
  execFileSync(process.execPath, command, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}

async function firstLine(
  child: ChildProcess,
  name: string,
): Promise<{ port: number; faces: Readonly<Record<string, number>> }> {
  const lines = createInterface({ input: child.stdout! });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code} before it listened.`);
  });
  failed.catch(() => null);
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  lines.on('line', (more) => console.log(`${name}: ${more}`));
  return JSON.parse(line) as { port: number; faces: Readonly<Record<string, number>> };
}
