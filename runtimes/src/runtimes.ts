/** A runtime the kit is run in. */
export interface Runtime {
  /** Which of `hosts/` it runs. */
  readonly host: 'node' | 'bun' | 'deno' | 'worker' | 'edge';
  /** The program and its arguments before the built app, from the folder `node_modules`. */
  readonly command: readonly string[];
  /** Has sockets of its own: Redis and Node's servers work. */
  readonly tcp?: boolean;
  /** Serves the built app for a runtime that has no server of its own. */
  readonly serve?: 'workerd' | 'edge';
}

const node = (major: number): Runtime => ({ host: 'node', tcp: true, command: [`node-${major}/bin/node`] });

/** By name, in the order of the table. */
export const RUNTIMES: Readonly<Record<string, Runtime>> = {
  'node-20': node(20),
  'node-22': node(22),
  'node-24': node(24),
  'node-26': node(26),
  bun: { host: 'bun', tcp: true, command: ['@oven/bun-linux-x64/bin/bun', 'run'] },
  deno: { host: 'deno', tcp: true, command: ['@deno/linux-x64-glibc/deno', 'run', '-A', '--node-modules-dir=manual'] },
  workerd: { host: 'worker', command: ['node-24/bin/node'], serve: 'workerd' },
  edge: { host: 'edge', command: ['node-24/bin/node'], serve: 'edge' },
};
