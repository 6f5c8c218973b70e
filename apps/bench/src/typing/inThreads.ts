import { Worker } from 'node:worker_threads';
import type { Latency } from './latency.js';
import type { Visit } from './replay.js';
import { readTrace } from './trace.js';
import { WAYS } from './ways.js';

export interface Work {
  readonly trace: string;
  readonly latency: Latency;
  readonly leave: number;
  /** Indices of the ways. */
  readonly ways: readonly number[];
}

const THREADS = 2;

/** Replays a trace in two threads. Throws a `UsageError` for a bad trace. */
export async function replayInThreads(work: Omit<Work, 'ways'>): Promise<Visit[][]> {
  // A wrong line shows at once, not after the replay of those before it.
  for await (const _ of readTrace(work.trace));
  const visits: Visit[][] = [];
  const halves = Array.from({ length: THREADS }, async (_, thread) => {
    const ways = WAYS.flatMap((_way, index) => (index % THREADS === thread ? index : []));
    const done = await inThread({ ...work, ways });
    for (const [place, index] of ways.entries()) visits[index] = done[place]!;
  });
  await Promise.all(halves);
  return visits;
}

function inThread(workerData: Work): Promise<Visit[][]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('thread.js', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
