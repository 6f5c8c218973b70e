import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../commandLine.js';
import type { Done, Work } from './inThreads.js';
import { replayAll } from './run.js';
import { readTrace } from './trace.js';
import { WAYS } from './ways.js';

const { trace, latency, leave, ways } = workerData as Work;

async function work(): Promise<Done> {
  try {
    const options = { drafts: readTrace(trace), ways: ways.map((index) => WAYS[index]!), latency, leave };
    return { visits: await replayAll(options) };
  } catch (error) {
    if (error instanceof UsageError) return { wrong: error.message };
    throw error;
  }
}

parentPort!.postMessage(await work());
