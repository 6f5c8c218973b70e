import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Asked } from './asker.js';
import { Agent } from 'node:http';
import { toQuestion } from './order.js';
import { openPeer } from './peers.js';
import { percentile, rounded } from './stats.js';
import { expectedHash } from './tokens.js';

export interface StreamsResult {
  readonly scenario: 'streams';
  readonly streams: number;
  readonly seconds: number;
  readonly words: number;
  /** Streams that failed or had other words. */
  readonly wrong: number;
  readonly wordsPerSecond: number;
  /** CPU of the server: ms per second, and µs per word. */
  readonly cpuShare: number;
  readonly cpuPerWordUs: number;
  readonly ttftMs: { readonly p50: number; readonly p99: number };
  /**
   * Heap in MiB after garbage collection: before, after a fifth with all begun, and at the end with
   * all open.
   */
  readonly heapMiB: { readonly idle: number; readonly early: number; readonly late: number };
  readonly rssMiB: { readonly idle: number; readonly early: number; readonly late: number };
  readonly heapPerStreamKiB: number;
  readonly ok: boolean;
}

const EVERY_MS = 500;
/** Heap growth after the first fifth that still counts as flat. */
const FLAT = 1.1;

export async function measureStreams(streams: number, seconds: number): Promise<StreamsResult> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength: 8_000 });
  const words = Math.round((seconds * 1000) / EVERY_MS);
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const idle = await instance.report();
  const started = performance.now();
  const all: Promise<Asked | null>[] = [];
  let begun = 0;
  const onFirst = (): void => void begun++;
  for (let seed = 0; seed < streams; seed++) {
    const question = toQuestion({ words, everyMs: EVERY_MS, seed });
    all.push(ask(`${instance.url}/api/ask`, { prefix: { id: 'doc' }, question }, agent, onFirst).catch(() => null));
    // All at once would measure the kernel's accept queue.
    if (seed % 20 === 19) await sleep(20);
  }
  await sleep((seconds * 1000) / 5);
  // Late starts on a busy machine would count as growth.
  const isBeginning = (): boolean => begun < streams && performance.now() - started < seconds * 500;
  while (isBeginning()) await sleep(50);
  const early = await instance.report();
  await sleep(Math.max(0, seconds * 1000 * 0.95 - (performance.now() - started)));
  const late = await instance.report();
  const answers = await Promise.all(all);
  const elapsed = (performance.now() - started) / 1000;
  const after = await instance.report();
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);

  const right = answers.filter((answer, seed) => answer?.ended && answer.hash === expectedHash(seed, words)).length;
  const cpuMs = after.cpuMs - idle.cpuMs;
  const ttft = answers.flatMap((answer) => (answer?.ttftMs == null ? [] : [answer.ttftMs]));
  const mib = (bytes: number): number => rounded(bytes / 1_048_576, 1);
  const over = (key: 'rss' | 'heapUsed'): { idle: number; early: number; late: number } => ({
    idle: mib(idle[key]),
    early: mib(early[key]),
    late: mib(late[key]),
  });
  return {
    scenario: 'streams',
    streams,
    seconds,
    words,
    wrong: streams - right,
    wordsPerSecond: Math.round((streams * words) / elapsed),
    cpuShare: rounded(cpuMs / 1000 / elapsed),
    cpuPerWordUs: rounded((cpuMs * 1000) / (streams * words), 0),
    ttftMs: { p50: rounded(percentile(ttft, 0.5), 1), p99: rounded(percentile(ttft, 0.99), 1) },
    heapMiB: over('heapUsed'),
    rssMiB: over('rss'),
    heapPerStreamKiB: rounded((late.heapUsed - idle.heapUsed) / 1024 / streams, 1),
    ok: right === streams && late.heapUsed <= early.heapUsed * FLAT,
  };
}
