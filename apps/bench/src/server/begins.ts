import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'node:http';
import { ask, type Asked } from './asker.js';
import { cpuTime, cpuTimeByPart, type Gauge, times } from './gauge.js';
import { toQuestion } from './order.js';
import { openPeer } from './peers.js';
import type { ProfileResult } from './profile.js';
import { percentile, rounded } from './stats.js';
import { expectedHash } from './tokens.js';

interface Begun {
  readonly ttftMs: { readonly p50: number; readonly p99: number };
  /** Processor time of the server for one answer, in milliseconds. */
  readonly cpuMs: number;
  /** Answers that failed, or were not the upstream's. */
  readonly wrong: number;
}

export interface BeginsResult {
  readonly scenario: 'begins';
  readonly answers: number;
  readonly seconds: number;
  /** Through the handler, and through a route by hand with the same SDK. */
  readonly kit: Begun;
  readonly byHand: Begun;
  readonly ok: boolean;
}

/**
 * What the project answers for with 2,000 answers begun within 10 s on 2 cores, in milliseconds.
 */
const ALLOWED_P99_MS = 3_000;
/** Each answer has so many words, so far apart: all of them are open at once. */
const WORDS = 40;
const EVERY_MS = 500;

/**
 * So many answers begun evenly within so many seconds, each over a connection of its own, while the
 * earlier ones stream on: the time to the first word. Upstream and asker share the machine.
 */
export async function measureBegins(answers: number, seconds: number): Promise<BeginsResult> {
  const kit = await measure('api/ask', answers, seconds);
  const byHand = await measure('plain', answers, seconds);
  const ok = kit.wrong === 0 && kit.ttftMs.p99 <= ALLOWED_P99_MS;
  return { scenario: 'begins', answers, seconds, kit, byHand, ok };
}

/** What the server's processor time for one of these answers is made of. */
export async function profileBegins(answers: number, seconds: number): Promise<ProfileResult> {
  const kit = await begin('api/ask', answers, seconds, cpuTimeByPart);
  const byHand = await begin('plain', answers, seconds, cpuTimeByPart);
  const wrong = kit.wrong + byHand.wrong;
  return {
    scenario: 'begins',
    unit: 'ms per begun answer',
    kit: times(kit.taken, 1 / answers),
    byHand: times(byHand.taken, 1 / answers),
    wrong,
    ok: wrong === 0,
  };
}

async function measure(path: string, answers: number, seconds: number): Promise<Begun> {
  const { ttftMs, taken, wrong } = await begin(path, answers, seconds, cpuTime);
  return { ttftMs, cpuMs: rounded(taken / answers, 2), wrong };
}

async function begin<T>(
  path: string,
  answers: number,
  seconds: number,
  gauge: Gauge<T>,
): Promise<Omit<Begun, 'cpuMs'> & { readonly taken: T }> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength: 8_000 });
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  let asked: readonly (Asked | null)[] = [];
  const taken = await gauge(instance, async () => {
    const started = performance.now();
    const all: Promise<Asked | null>[] = [];
    for (let seed = 0; seed < answers; seed++) {
      const early = started + (seed / answers) * seconds * 1_000 - performance.now();
      if (early > 1) await sleep(early);
      const question = toQuestion({ words: WORDS, everyMs: EVERY_MS, seed });
      all.push(ask(`${instance.url}/${path}`, { prefix: { id: 'doc' }, question }, agent).catch(() => null));
    }
    asked = await Promise.all(all);
  });
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);
  const ttft = asked.flatMap((answer) => (answer?.ttftMs == null ? [] : [answer.ttftMs]));
  return {
    ttftMs: { p50: rounded(percentile(ttft, 0.5), 1), p99: rounded(percentile(ttft, 0.99), 1) },
    wrong: asked.filter((answer, seed) => !answer?.ended || answer.hash !== expectedHash(seed, WORDS)).length,
    taken,
  };
}
