/** A runtime the kit is run in. */
export interface Runtime {
  /** Which of `hosts/` it runs. */
  readonly host: 'node' | 'bun' | 'deno' | 'worker' | 'edge';
  /** The installed runtime that is its program: `scripts/runtimes.js` finds it. */
  readonly program: string;
  /** Arguments before the built app. */
  readonly args?: readonly string[];
  /** Has sockets of its own: Redis and Node's servers work. */
  readonly tcp?: boolean;
  /** Serves the built app for a runtime that has no server of its own. */
  readonly serve?: 'workerd' | 'edge';
}

const node = (major: number): Runtime => ({ host: 'node', tcp: true, program: `node-${major}` });

/** By name, in the order of the table. */
export const RUNTIMES: Readonly<Record<string, Runtime>> = {
  'node-20': node(20),
  'node-22': node(22),
  'node-24': node(24),
  'node-26': node(26),
  bun: { host: 'bun', tcp: true, program: 'bun', args: ['run'] },
  deno: { host: 'deno', tcp: true, program: 'deno', args: ['run', '-A', '--node-modules-dir=manual'] },
  workerd: { host: 'worker', program: 'node-24', serve: 'workerd' },
  edge: { host: 'edge', program: 'node-24', serve: 'edge' },
};
