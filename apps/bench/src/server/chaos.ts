import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { http } from '@forewarm/adapters/http';
import { type AskEvent, toForewarmError } from '@forewarm/core';
import { startRedis } from '@forewarm/testing';
import { openPeer, type Peer } from './peers.js';
import { rounded } from './stats.js';
import { expectedHash, toQuestion } from './tokens.js';
import type { Order } from './wire.js';

export interface ChaosResult {
  readonly scenario: 'chaos';
  readonly asks: number;
  /** Answered whole, word for word. */
  readonly whole: number;
  /** Failed with an error that says it can be tried again, by code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Answers that ended well and were not what the upstream sent. */
  readonly wrong: number;
  /** Errors that can't be retried, or that are no error of the kit. */
  readonly unclear: number;
  /** Asks without an end after a minute. */
  readonly hung: number;
  readonly killed: number;
  readonly redisRestarts: number;
  readonly seconds: number;
  readonly ok: boolean;
}

/** Which questions meet which fault at the upstream: one in ten of them. */
const FAULTS: readonly Order['fault'][] = ['reset', 'cut', 'rate-limited', 'silent'];
const HUNG_MS = 60_000;
/** Questions under way at once. */
const AT_ONCE = 40;

/** Questions while everything breaks: upstream resets, cuts, 429s and silence, Redis crashes, instances are killed while they stream. */
export async function measureChaos(asks: number): Promise<ChaosResult> {
  const redis = await startRedis();
  const wire = await openPeer({ role: 'wire' });
  const options = { role: 'instance', upstream: wire.url, redisUrl: redis.url, prefixLength: 2_000 } as const;
  const instances: Peer[] = await Promise.all([openPeer(options), openPeer(options)]);
  const counts = { whole: 0, wrong: 0, unclear: 0, hung: 0, killed: 0, redisRestarts: 0 };
  const failed: Record<string, number> = {};
  let next = 0;
  const started = performance.now();

  const one = async (seed: number): Promise<void> => {
    const fault = seed % 10 === 3 ? FAULTS[Math.floor(seed / 10) % FAULTS.length] : undefined;
    const words = 5 + (seed % 20);
    const question = toQuestion({ words, everyMs: seed % 3 === 0 ? 20 : 0, seed, fault });
    // As a balancer does: the next instance, whichever lives; and again another for a connection that breaks.
    let turn = seed;
    const fetch = (request: Request): Promise<Response> => {
      const { url } = instances[turn++ % instances.length]!;
      return globalThis.fetch(new Request(request.url.replace('http://balancer', url), request));
    };
    const hash = createHash('sha256');
    const events = http({ url: 'http://balancer/api', fetch, resumeDelaysMs: [0, 100, 500] }).ask(
      { id: 'doc', params: { page: seed % 50 } },
      { question },
    );
    const outcome = await Promise.race([read(events, hash), sleep(HUNG_MS, 'hung' as const, { ref: false })]);
    if (outcome === 'hung') counts.hung++;
    else if (outcome === null) counts[hash.digest('hex') === expectedHash(seed, words) ? 'whole' : 'wrong']++;
    else if (!outcome.retryable) counts.unclear++;
    else failed[outcome.code] = (failed[outcome.code] ?? 0) + 1;
  };
  const work = async (): Promise<void> => {
    while (next < asks) await one(next++);
  };
  const weather = async (): Promise<void> => {
    for (let n = 0; ; n++) {
      await sleep(1_500);
      if (next >= asks) return;
      if (n % 3 === 0) {
        await redis.crash();
        await sleep(500);
        await redis.restart();
        counts.redisRestarts++;
      } else {
        const at = n % instances.length;
        const victim = instances[at]!;
        const fresh = openPeer(options);
        await victim.kill('SIGKILL');
        counts.killed++;
        instances[at] = await fresh;
      }
    }
  };
  await Promise.all([weather(), ...Array.from({ length: AT_ONCE }, work)]);
  const seconds = rounded((performance.now() - started) / 1000, 1);
  await Promise.all([...instances, wire].map((peer) => peer.kill('SIGKILL')));
  await redis.close();
  const { wrong, unclear, hung } = counts;
  return { scenario: 'chaos', asks, failed, ...counts, seconds, ok: wrong + unclear + hung === 0 };
}

/** Reads an answer to its end; the error that ended it, where one did. */
async function read(
  events: AsyncIterable<AskEvent>,
  hash: ReturnType<typeof createHash>,
): Promise<ReturnType<typeof toForewarmError> | null> {
  try {
    for await (const event of events) if (event.type === 'text') hash.update(event.text);
    return null;
  } catch (thrown) {
    return toForewarmError(thrown);
  }
}
