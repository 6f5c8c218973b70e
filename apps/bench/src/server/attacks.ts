import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '@forewarm/testing';
import { Redis } from 'ioredis';
import { ask, keptAgent } from './asker.js';
import type { Attack } from './hostile.js';
import { LITTLE } from './instance.js';
import { toQuestion } from './order.js';
import type { Peer } from './peers.js';
import { rounded } from './stats.js';

export interface Stage {
  readonly redis: RedisServer;
  readonly wire: Peer;
  readonly one: Peer;
  readonly two: Peer;
  readonly own: Peer;
  readonly times: number;
}

const count = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));
export const post = (url: string, body: object, signal?: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
export const asking = (question: string, page = 0): object => ({ prefix: { id: 'doc', params: { page } }, question });
/** Longest block of a process, in ms on a shared machine. Before the fix: half a minute. */
const BLOCKED_MS = 5_000;

/** Errors of 1 MB that once took quadratic time, while others ask. */
export async function attackWords({ own, times }: Stage): Promise<Attack> {
  const [agent, tried] = [keptAgent(), 5 * times];
  let [longestMs, asked] = [0, 0];
  const fillers = ['-eyJaaaaaa', '<title', 'sk-ant-', 'Bearer ', '<!--'];
  for (let n = 0; n < tried; n++) {
    const filler = fillers[n % fillers.length]!;
    const order = toQuestion({ words: 1, everyMs: 0, seed: n, fault: 'echo' });
    const question = `${order} ${filler.repeat(Math.floor(19_900 / filler.length))}`.slice(0, 19_990);
    let over = false;
    const attacked = ask(`${own.url}/api/ask`, asking(question), agent).finally(() => (over = true));
    const isOver = (): boolean => over;
    do {
      const since = performance.now();
      await (await post(`${own.url}/api/stop`, { answer: crypto.randomUUID() })).arrayBuffer();
      longestMs = Math.max(longestMs, performance.now() - since);
      asked++;
    } while (!isOver());
    await attacked;
  }
  agent.destroy();
  return { tried, through: longestMs > BLOCKED_MS ? 1 : 0, counted: { asked, longestMs: rounded(longestMs, 0) } };
}

/** Answers resumed on the other instance right after the first event. */
export async function attackEarly({ one, two, times }: Stage): Promise<Attack> {
  const tried = 150 * times;
  const statuses: Record<string, number> = {};
  let whole = 0;
  const each = async (seed: number): Promise<void> => {
    const left = new AbortController();
    const question = toQuestion({ words: 10, everyMs: 20, seed });
    const first = await post(`${one.url}/api/ask`, asking(question), left.signal);
    const { value } = await first.body!.pipeThrough(new TextDecoderStream()).getReader().read();
    left.abort();
    const answer = /"messageId":"([^"]+)"/.exec(value ?? '')?.[1];
    const rest = await post(`${two.url}/api/resume`, { answer, after: 1 });
    statuses[rest.status] = (statuses[rest.status] ?? 0) + 1;
    if ((await rest.text()).includes('"type":"finish"')) whole++;
  };
  // One address may have six at once.
  await inTurn(tried, 6, each);
  return { tried, through: tried - whole, counted: { whole, ...statuses } };
}

/** Kills Redis connections during writes: all keys must expire. */
export async function attackConnections({ redis, one, times }: Stage): Promise<Attack> {
  const admin = new Redis(redis.url);
  const [tried, agent] = [150 * times, keptAgent()];
  const endless = new Set<string>();
  let [killed, over] = [0, false];
  const isOver = (): boolean => over;
  const kill = async (): Promise<void> => {
    while (!isOver()) {
      await sleep(Math.random() * 40);
      killed += Number(await admin.call('CLIENT', 'KILL', 'TYPE', 'normal'));
      const keys = await admin.keys('*');
      const ends = await Promise.all(keys.map((key) => admin.pttl(key)));
      keys.forEach((key, n) => ends[n] === -1 && endless.add(key));
    }
  };
  const killing = kill();
  let [answered, refused] = [0, 0];
  await inTurn(tried, 4, async (seed) => {
    const question = toQuestion({ words: 12, everyMs: 20, seed });
    const { ended, status } = await ask(`${one.url}/api/ask`, asking(question), agent);
    if (ended) answered++;
    if (status === 429) refused++;
  });
  over = true;
  await killing;
  admin.disconnect();
  agent.destroy();
  return { tried, through: endless.size, counted: { answered, refused, killed, endless: endless.size } };
}

/** Answers that start while Redis is paused must free their places. */
export async function attackPlaces({ redis, one, two, times }: Stage): Promise<Attack> {
  const agent = keptAgent();
  let [refused, tried] = [0, 0];
  const round = (seed: number): Promise<unknown> =>
    Promise.all(
      count(8, async (n) => {
        const question = toQuestion({ words: 3, everyMs: 0, seed: seed * 8 + n });
        const { status } = await ask(`${(n % 2 === 0 ? one : two).url}/api/ask`, asking(question), agent);
        tried++;
        if (status === 429) refused++;
      }),
    );
  for (let n = 0; n < 2 * times; n++) {
    redis.freeze();
    await round(n);
    redis.thaw();
    // A place whose taker vanished is free after two seconds.
    await sleep(2_500);
    await round(n);
  }
  agent.destroy();
  return { tried, through: refused, counted: { refused } };
}

/** Half a second each for limits and store, plus other load. */
const LATE_MS = { short: 5_000, full: 2_000 };

/** The longest wait for a first word while Redis is silent. */
export async function attackDeadline({ redis, one, two, times }: Stage): Promise<Attack> {
  const [agent, tried] = [keptAgent(), 10 * times];
  let [longestMs, late] = [0, 0];
  for (let n = 0; n < tried; n++) {
    if (n % 5 === 0) redis.freeze();
    const question = toQuestion({ words: 1, everyMs: 0, seed: n });
    const { ttftMs } = await ask(`${(n % 2 === 0 ? one : two).url}/api/ask`, asking(question), agent);
    longestMs = Math.max(longestMs, ttftMs ?? Infinity);
    if ((ttftMs ?? Infinity) > (times === 1 ? LATE_MS.short : LATE_MS.full)) late++;
    if (n % 5 === 4) {
      redis.thaw();
      await sleep(1_000);
    }
  }
  agent.destroy();
  return { tried, through: late, counted: { longestMs: rounded(longestMs, 0) } };
}

/** Heap growth with answers of 150,000 characters, over ten times the memory limit. */
export async function attackMemory({ own, times }: Stage): Promise<Attack> {
  const [tried, agent, words] = [200 * times, keptAgent(), 2_000];
  const { heapUsed: before } = await own.report();
  let characters = 0;
  await inTurn(tried, 4, async (seed) => {
    const question = toQuestion({ words, everyMs: 0, seed });
    // About 85 characters per word with its event.
    const { words: got } = await ask(`${own.url}/api/ask`, asking(question), agent);
    characters += got * 85;
  });
  const { heapUsed: after } = await own.report();
  agent.destroy();
  const grownMB = rounded((after - before) / 1e6, 1);
  // Characters, and the overhead of each event.
  const mostMB = (6 * LITTLE.maxTotalLength) / 1e6;
  const counted = { answersMB: rounded(characters / 1e6, 0), grownMB, mostMB };
  return { tried, through: grownMB > mostMB ? 1 : 0, counted };
}

/** A body read before the handler must be answered within five seconds. */
export async function attackBody({ own, times }: Stage): Promise<Attack> {
  const tried = 20 * times;
  const statuses: Record<string, number> = {};
  let hung = 0;
  for (let n = 0; n < tried; n++) {
    const left = new AbortController();
    const timer = setTimeout(() => left.abort(), 5_000);
    const status = await post(`${own.url}/swallowed/ask`, asking('Q'), left.signal).then(
      (response) => response.status,
      () => 0,
    );
    clearTimeout(timer);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === 0 || status === 200) hung++;
  }
  return { tried, through: hung, counted: { hung, ...statuses } };
}

/** Warms that reach the model when one address warms many pages. */
export async function attackPrefixes({ wire, one, two, times }: Stage): Promise<Attack> {
  const tried = 200 * times;
  const written = async (): Promise<number> =>
    Object.values((await wire.report()).writes).reduce((sum, writes) => sum + writes, 0);
  const before = await written();
  await inTurn(tried, 8, async (n) => {
    const body = { prefix: { id: 'doc', params: { page: 1_000 + n } }, trigger: 'focus' };
    await (await post(`${(n % 2 === 0 ? one : two).url}/api/warm`, body)).arrayBuffer();
  });
  const writes = (await written()) - before;
  return { tried, through: Math.max(0, writes - 60), counted: { writes } };
}

export async function inTurn(times: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) await work(next++);
  };
  await Promise.all(count(atOnce, worker));
}
