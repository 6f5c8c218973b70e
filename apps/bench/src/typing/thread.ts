import { parentPort, workerData } from 'node:worker_threads';
import type { Work } from './inThreads.js';
import { replayAll } from './run.js';
import { readTrace } from './trace.js';
import { WAYS } from './ways.js';

const { trace, latency, leave, ways } = workerData as Work;

const options = { drafts: readTrace(trace), ways: ways.map((index) => WAYS[index]!), latency, leave };
parentPort!.postMessage(await replayAll(options));
