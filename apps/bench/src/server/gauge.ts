import type { Parts } from './parts.js';
import type { Peer } from './peers.js';

/** Measures a server while the work asks it. */
export type Gauge<T> = (server: Peer, work: () => Promise<void>) => Promise<T>;

/** Gives the server's processor time, in milliseconds. */
export const cpuTime: Gauge<number> = async (server, work) => {
  const before = await server.cpuMs();
  await work();
  return (await server.cpuMs()) - before;
};

/**
 * Gives the server's processor time by part, in milliseconds. The profiler samples by the clock, so
 * its shares are applied to the processor time: other work on the machine then doesn't count.
 */
export const cpuTimeByPart: Gauge<Parts> = async (server, work) => {
  await server.startProfile();
  const cpuMs = await cpuTime(server, work);
  const sampled = await server.stopProfile();
  const all = Object.values(sampled).reduce((sum, ms) => sum + ms, 0);
  return times(sampled, cpuMs / all);
};

/** Every part's time multiplied. */
export function times(parts: Parts, factor: number): Parts {
  return Object.fromEntries(Object.entries(parts).map(([name, time]) => [name, time * factor]));
}
