import type { Profiler } from 'node:inspector';

/** Times by part of the program, in any unit. */
export type Parts = Readonly<Record<string, number>>;

/** Each part's times added up. */
export function sumOf(all: readonly Parts[]): Parts {
  const sum: Record<string, number> = {};
  for (const parts of all) {
    for (const [name, time] of Object.entries(parts)) sum[name] = (sum[name] ?? 0) + time;
  }
  return sum;
}

/** Sums a CPU profile's own time of each function by part, in milliseconds, without idle time. */
export function partsOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Parts {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const parts: Record<string, number> = {};
  for (const [n, id] of samples.entries()) {
    const name = names.get(id);
    if (name) parts[name] = (parts[name] ?? 0) + timeDeltas[n]! / 1_000;
  }
  return parts;
}

/** The part that a function belongs to; null for idle time. */
export function partOf({
  functionName,
  url,
}: Pick<Profiler.ProfileNode['callFrame'], 'functionName' | 'url'>): string | null {
  if (functionName === '(idle)') return null;
  if (functionName === '(garbage collector)') return 'garbage collector';
  if (functionName === '(program)') return 'native code, outside of functions';
  const ours = /\/(packages|apps)\/([^/]+)\/(?:dist|src)\/(?:([^/]+)\/)?[^/]+$/.exec(url);
  if (ours?.[1] === 'apps') return 'the route by hand';
  if (ours) return ours[3] === undefined ? ours[2]! : `${ours[2]}/${ours[3]}`;
  const dependency = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (dependency !== undefined) return EXPRESS.has(dependency) ? 'express' : dependency;
  if (url.startsWith('node:')) return builtIn(url);
  return functionName === 'writev' || functionName.startsWith('write') ? 'the kernel’s writes' : 'V8’s own functions';
}

/** Express is made of many packages. */
const EXPRESS = new Set('express router body-parser raw-body qs type-is content-type bytes on-finished'.split(' '));

function builtIn(url: string): string {
  if (url.includes('/undici')) return 'Node: fetch, Request and Response';
  if (url.includes('webstreams')) return 'Node: web streams';
  if (/event_target|abort_controller/.test(url)) return 'Node: AbortSignal';
  if (url.includes('timers')) return 'Node: timers';
  return 'Node: HTTP, sockets and the rest';
}
