import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { http } from '@forewarm/adapters/http';
import {
  type ForewarmError,
  type PrefixRef,
  ForewarmClient,
  toForewarmError,
  type Turn,
  definePolicy,
} from '@forewarm/core';
import { type Order, toQuestion } from './order.js';
import { rounded } from './stats.js';
import { expectedHash } from './tokens.js';
import { openWeather, type Struck } from './weather.js';

export interface ChaosResult {
  readonly scenario: 'chaos';
  readonly asks: number;
  readonly whole: number;
  readonly failed: Readonly<Record<string, number>>;
  /** Ended well with wrong words. */
  readonly wrong: number;
  /** Errors that aren't retryable or aren't the kit's. */
  readonly unclear: number;
  /** Not ended after a minute. */
  readonly hung: number;
  /** The longest ask, in seconds. */
  readonly longestSeconds: number;
  readonly struck: Struck;
  readonly seconds: number;
  readonly ok: boolean;
}

/** Faults of one question in ten. 429s come singly and in storms. */
const FAULTS: readonly Order['fault'][] = ['reset', 'cut', 'rate-limited', 'silent'];
const STORM = { every: 1_000, length: 80 };
const HUNG_MS = 60_000;
const AT_ONCE = 40;
/** Silence before the box gives up, in ms: longer than the servers wait for the upstream. */
const BOX_PATIENCE_MS = 10_000;

/**
 * Asks as the ask box does while the upstream resets, cuts, hangs and sends storms of 429;
 * upstream, Redis and instances vanish without closing connections; Redis crashes; instances are
 * killed. Ends when `asks` are done and every fault has struck.
 */
export async function measureChaos(asks: number): Promise<ChaosResult> {
  const weather = await openWeather();
  const counts = { whole: 0, wrong: 0, unclear: 0, hung: 0 };
  const failed: Record<string, number> = {};
  let next = 0;
  let longestMs = 0;
  const started = performance.now();
  // The next live instance, as a load balancer does.
  let turn = 0;
  const fetch = (request: Request): Promise<Response> => {
    const { url } = weather.instances[turn++ % weather.instances.length]!;
    return globalThis.fetch(new Request(request.url.replace('http://balancer', url), request));
  };
  const adapter = http({ url: 'http://balancer/api', fetch, resumeDelaysMs: [0, 100, 500] });
  const box = new ForewarmClient({ adapter, policy: definePolicy({ askTimeoutMs: BOX_PATIENCE_MS }) });

  const one = async (seed: number): Promise<void> => {
    const words = 5 + (seed % 20);
    const question = toQuestion({ words, everyMs: seed % 3 === 0 ? 20 : 0, seed, fault: faultOf(seed) });
    const since = performance.now();
    const answer = read(box, { id: 'doc', params: { page: seed % 50 } }, { question });
    const outcome = await Promise.race([answer, sleep(HUNG_MS, 'hung' as const, { ref: false })]);
    longestMs = Math.max(longestMs, performance.now() - since);
    if (outcome === 'hung') counts.hung++;
    else if (outcome.error === null) counts[outcome.hash === expectedHash(seed, words) ? 'whole' : 'wrong']++;
    else if (!outcome.error.retryable) counts.unclear++;
    else failed[outcome.error.code] = (failed[outcome.error.code] ?? 0) + 1;
  };
  const isOver = (): boolean => next >= asks && weather.hasStruck();
  const work = async (): Promise<void> => {
    while (!isOver()) await one(next++);
  };
  await Promise.all([weather.blow(isOver), ...Array.from({ length: AT_ONCE }, work)]);
  const seconds = rounded((performance.now() - started) / 1000, 1);
  box.dispose();
  const struck = await weather.close();
  const { wrong, unclear, hung } = counts;
  const ok = wrong + unclear + hung === 0;
  const longestSeconds = rounded(longestMs / 1000, 1);
  return { scenario: 'chaos', asks: next, failed, ...counts, longestSeconds, struck, seconds, ok };
}

function faultOf(seed: number): Order['fault'] {
  if (seed % STORM.every < STORM.length && seed >= STORM.every) return 'rate-limited';
  return seed % 10 === 3 ? FAULTS[Math.floor(seed / 10) % FAULTS.length] : undefined;
}

async function read(
  box: ForewarmClient<PrefixRef>,
  ref: PrefixRef,
  turn: Turn,
): Promise<{ readonly hash: string; readonly error: ForewarmError | null }> {
  const hash = createHash('sha256');
  let error: ForewarmError | null = null;
  try {
    for await (const event of box.ask(ref, turn)) if (event.type === 'text') hash.update(event.text);
  } catch (thrown) {
    error = toForewarmError(thrown);
  }
  return { hash: hash.digest('hex'), error };
}
