import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { keptAgent, ask } from './asker.js';
import { badRequest } from './badRequests.js';
import { toQuestion } from './order.js';
import { openPeer } from './peers.js';
import { rounded } from './stats.js';
import { expectedHash } from './tokens.js';

export interface MalformedResult {
  readonly scenario: 'malformed';
  readonly requests: number;
  /** Answers by status; `closed`: none; `open`: nothing for five seconds. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Connections at one byte per second, and how many the server closed. */
  readonly slow: number;
  readonly slowEnded: number;
  /** Heap in MiB after garbage collection: after a fifth of the requests, and at the end. */
  readonly heapMiB: { readonly early: number; readonly late: number };
  readonly answers: boolean;
  readonly seconds: number;
  readonly ok: boolean;
}

const SLOW = 200;
const AT_ONCE = 32;

/** Sends malformed requests: none may cause a 5xx, a crash or memory growth. */
export async function measureMalformed(requests: number): Promise<MalformedResult> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength: 2_000 });
  const { hostname, port } = new URL(instance.url);
  const started = performance.now();
  const slow = Array.from({ length: SLOW }, (_, n) => dripped(hostname, Number(port), n % 2 === 0));
  const statuses: Record<string, number> = {};
  let next = 0;
  const work = async (until: number): Promise<void> => {
    while (next < until) {
      const status = await send(hostname, Number(port), badRequest(next++));
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  const round = (until: number): Promise<unknown> => Promise.all(Array.from({ length: AT_ONCE }, () => work(until)));
  await round(requests / 5);
  const early = await instance.report();
  await round(requests);
  const ended = await Promise.all(slow);
  const late = await instance.report();
  const question = toQuestion({ words: 3, everyMs: 0, seed: 1 });
  const after = await ask(`${instance.url}/api/ask`, { prefix: { id: 'doc' }, question }, keptAgent());
  const answers = after.hash === expectedHash(1, 3);
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);
  const slowEnded = ended.filter(Boolean).length;
  const none5xx = Object.keys(statuses).every((status) => !status.startsWith('5') && status !== 'open');
  return {
    scenario: 'malformed',
    requests,
    statuses,
    slow: SLOW,
    slowEnded,
    heapMiB: { early: rounded(early.heapUsed / 1_048_576, 1), late: rounded(late.heapUsed / 1_048_576, 1) },
    answers,
    seconds: rounded((performance.now() - started) / 1000, 1),
    ok: none5xx && answers && slowEnded === SLOW && late.heapUsed <= early.heapUsed * 1.1,
  };
}

/** Returns the answer's status, after any `100 Continue`. */
function send(host: string, port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, host);
    const final = (): string => text.replace(/^HTTP\/1\.1 1\d\d [^]*?\r\n\r\n/, '');
    const done = (): void => {
      socket.destroy();
      resolve(/^HTTP\/1\.1 (\d+)/.exec(final())?.[1] ?? 'closed');
    };
    socket.setTimeout(5_000, () => {
      socket.destroy();
      resolve('open');
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // The head is enough.
      if (final().includes('\r\n\r\n')) done();
    });
    socket.on('error', done).on('close', done);
    socket.write(bytes);
  });
}

/** Sends one byte per second; true if the server closes within half a minute. */
async function dripped(host: string, port: number, wholeHead: boolean): Promise<boolean> {
  const socket = connect(port, host);
  let ended = false;
  socket.on('error', () => null).on('close', () => (ended = true));
  socket.resume();
  const head = 'POST /api/ask HTTP/1.1\r\nHost: x\r\n';
  if (wholeHead) socket.write(`${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n`);
  for (const letter of wholeHead ? ' '.repeat(head.length) : head) {
    if (ended) return true;
    socket.write(letter);
    await sleep(1_000);
  }
  socket.destroy();
  return ended;
}
