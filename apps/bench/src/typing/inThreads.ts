import { Worker } from 'node:worker_threads';
import { UsageError } from '../commandLine.js';
import type { Latency } from './latency.js';
import type { Visit } from './replay.js';
import { WAYS } from './ways.js';

export interface Work {
  readonly trace: string;
  readonly latency: Latency;
  readonly leave: number;
  /** Indices of the ways. */
  readonly ways: readonly number[];
}

export type Done = { readonly visits: Visit[][] } | { readonly wrong: string };

const THREADS = 2;

/** Replays a trace in two threads. Throws a `UsageError` for a bad trace. */
export async function replayInThreads(work: Omit<Work, 'ways'>): Promise<Visit[][]> {
  const visits: Visit[][] = [];
  const halves = Array.from({ length: THREADS }, async (_, thread) => {
    const ways = WAYS.flatMap((_way, index) => (index % THREADS === thread ? index : []));
    const done = await inThread({ ...work, ways });
    if ('wrong' in done) throw new UsageError(done.wrong);
    for (const [place, index] of ways.entries()) visits[index] = done.visits[place]!;
  });
  await Promise.all(halves);
  return visits;
}

function inThread(workerData: Work): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('thread.js', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
