import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { http } from '@forewarm/adapters/http';
import { type ForewarmError, ForewarmClient, type PrefixRef, toForewarmError, definePolicy } from '@forewarm/core';
import { startRedis } from '@forewarm/testing';
import { cutAfter } from './cutAfter.js';
import { toQuestion } from './order.js';
import { openPeer, type Peer } from './peers.js';
import { rounded } from './stats.js';
import { isSampled } from './tokens.js';

/** Each answer counts once. */
interface Outcomes {
  /** One of the model's answers, never restarted. */
  whole: number;
  /** The same, after a restart. */
  restarted: number;
  /** Retryable errors, by code. */
  readonly askAgain: Record<string, number>;
}

export interface LossesResult {
  readonly scenario: 'losses';
  readonly asks: number;
  readonly killed: number;
  readonly cuts: number;
  readonly all: Outcomes;
  /** Answers whose instance was killed during them. */
  readonly ofKilled: Outcomes & { readonly asks: number; readonly wholePercent: number };
  /** Ended well, but with mixed or damaged text. */
  readonly wrong: number;
  /** Errors that can't be retried. */
  readonly unclear: number;
  /** Not ended after a minute. */
  readonly hung: number;
  /** Model calls beyond one per question. */
  readonly paidTwice: number;
  readonly longestSeconds: number;
  readonly seconds: number;
  readonly ok: boolean;
}

interface Asking {
  at: Peer | null;
  struck: boolean;
}

const INSTANCES = 8;
const AT_ONCE = 40;
const HUNG_MS = 60_000;
/** Between kills. */
const CALM_MS = 1_500;
/** Share of killed instances' answers that must end whole. */
const LEAST = 0.9;

/** Kills streaming instances and cuts connections. The model never answers twice alike. */
export async function measureLosses(killed: number, cuts: number): Promise<LossesResult> {
  const started = performance.now();
  const redis = await startRedis();
  const wire = await openPeer({ role: 'wire' });
  const options = { role: 'instance', upstream: wire.url, redisUrl: redis.url, prefixLength: 2_000 } as const;
  const instances = await Promise.all(Array.from({ length: INSTANCES }, () => openPeer(options)));
  const current = new AsyncLocalStorage<Asking>();
  const underWay = new Set<Asking>();
  const count = { asks: 0, killed: 0, cuts: 0, wrong: 0, unclear: 0, hung: 0, struck: 0 };
  const none = (): Outcomes => ({ whole: 0, restarted: 0, askAgain: {} });
  const [all, ofKilled] = [none(), none()];
  let turn = 0;
  let longestMs = 0;

  const fetch = async (request: Request): Promise<Response> => {
    const peer = instances[turn++ % instances.length]!;
    const asking = current.getStore();
    const isStop = request.url.endsWith('/stop');
    if (asking && !isStop) asking.at = peer;
    const isCut = !isStop && count.cuts < cuts && Math.random() < 0.8;
    const onward = new Request(request.url.replace('http://balancer', peer.url), request);
    if (!isCut) return globalThis.fetch(onward);
    const pieces = Math.random() < 0.1 ? null : Math.floor(Math.random() * 20);
    return cutAfter(onward, pieces, () => count.cuts++);
  };
  const adapter = http({ url: 'http://balancer/api', fetch, resumeDelaysMs: [0, 100, 500, 1_000] });
  const box = new ForewarmClient<PrefixRef>({ adapter, policy: definePolicy({ askTimeoutMs: 30_000 }) });

  const one = async (seed: number): Promise<void> => {
    // One in twenty is too long to restart.
    const words = seed % 20 === 7 ? 400 : 10 + (seed % 60);
    const order = { words, everyMs: words === 400 ? 10 : 20 + (seed % 40), seed, sampled: true };
    const asking: Asking = { at: null, struck: false };
    underWay.add(asking);
    const since = performance.now();
    const reading = current.run(asking, () => read(box, toQuestion(order), seed));
    const outcome = await Promise.race([reading, sleep(HUNG_MS, 'hung' as const, { ref: false })]);
    underWay.delete(asking);
    longestMs = Math.max(longestMs, performance.now() - since);
    if (asking.struck) count.struck++;
    if (outcome === 'hung') return void count.hung++;
    const { error, text, restarted } = outcome;
    if (error && !error.retryable) return void count.unclear++;
    if (!error && !isSampled(text, seed, words)) return void count.wrong++;
    for (const outcomes of asking.struck ? [all, ofKilled] : [all]) {
      if (error) outcomes.askAgain[error.code] = (outcomes.askAgain[error.code] ?? 0) + 1;
      else outcomes[restarted ? 'restarted' : 'whole']++;
    }
  };
  const isOver = (): boolean => count.killed >= killed && count.cuts >= cuts;
  const work = async (): Promise<void> => {
    while (!isOver()) await one(count.asks++);
  };
  const kill = async (): Promise<void> => {
    while (count.killed < killed) {
      await sleep(CALM_MS);
      const fresh = await openPeer(options);
      const at = count.killed++ % instances.length;
      const victim = instances[at]!;
      const ending = victim.kill('SIGKILL');
      for (const asking of underWay) if (asking.at === victim) asking.struck = true;
      instances[at] = fresh;
      await ending;
    }
  };
  await Promise.all([kill(), ...Array.from({ length: AT_ONCE }, work)]);
  box.dispose();
  const { answers } = await wire.report();
  await Promise.all([...instances, wire].map((peer) => peer.kill('SIGKILL')));
  await redis.close();

  const { asks, wrong, unclear, hung, struck } = count;
  const share = (ofKilled.whole + ofKilled.restarted) / Math.max(1, struck);
  return {
    scenario: 'losses',
    asks,
    killed: count.killed,
    cuts: count.cuts,
    all,
    ofKilled: { asks: struck, wholePercent: rounded(share * 100, 1), ...ofKilled },
    wrong,
    unclear,
    hung,
    paidTwice: answers - asks,
    longestSeconds: rounded(longestMs / 1000, 1),
    seconds: rounded((performance.now() - started) / 1000, 1),
    ok: wrong + unclear + hung === 0 && share >= LEAST,
  };
}

interface Read {
  readonly text: string;
  readonly restarted: boolean;
  readonly error: ForewarmError | null;
}

/** Reads as an ask box does: a restart drops earlier text. */
async function read(box: ForewarmClient<PrefixRef>, question: string, seed: number): Promise<Read> {
  let text = '';
  let restarted = false;
  try {
    const ref = { id: 'doc', params: { page: seed % 50 } };
    for await (const event of box.ask(ref, { question }, { restarts: true })) {
      if (event.type === 'text') text += event.text;
      if (event.type !== 'restart') continue;
      text = '';
      restarted = true;
    }
  } catch (thrown) {
    return { text, restarted, error: toForewarmError(thrown) };
  }
  return { text, restarted, error: null };
}
