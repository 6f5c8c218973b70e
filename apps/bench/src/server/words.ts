import { ask, keptAgent } from './asker.js';
import { cpuTime, cpuTimeByPart, type Gauge, times } from './gauge.js';
import { toQuestion } from './order.js';
import { type Parts, sumOf } from './parts.js';
import { openPeer } from './peers.js';
import type { ProfileResult } from './profile.js';
import { percentile, rounded } from './stats.js';
import { expectedHash } from './tokens.js';

const WAYS = ['kit', 'byHand', 'pipe'] as const;
type Way = (typeof WAYS)[number];

export interface WordsResult {
  readonly scenario: 'words';
  readonly streams: number;
  readonly words: number;
  readonly rounds: number;
  /** Processor time of the server for each word, in microseconds: the median of the rounds. */
  readonly cpuPerWordUs: Readonly<Record<Way, number>>;
  /** The kit's time divided by that of the others. */
  readonly ratios: { readonly toByHand: number; readonly toPipe: number };
  /** Answers that were not the upstream's, word for word. */
  readonly wrong: number;
  readonly ok: boolean;
}

const STREAMS = 25;
const WORDS = 2_000;
/** The upstream writes so many words at once, so often. */
const BATCH = 4;
const EVERY_MS = 10;

const URLS: Readonly<Record<Way, string>> = { kit: 'api/ask', byHand: 'plain', pipe: 'pipe' };

/**
 * What a streamed word costs the server: through the handler under Express, with limits and kept
 * answers; through a route by hand with the same SDK; and as a pipe of the upstream's bytes. In
 * turn, in one process, which neither writes nor reads the answers.
 */
export async function measureWords(rounds: number): Promise<WordsResult> {
  const { taken, wrong } = await inTurn(WAYS, rounds, cpuTime);
  const median = (way: Way): number =>
    percentile(
      taken[way].map((cpuMs) => (cpuMs * 1_000) / (STREAMS * WORDS)),
      0.5,
    );
  return {
    scenario: 'words',
    streams: STREAMS,
    words: WORDS,
    rounds,
    cpuPerWordUs: {
      kit: rounded(median('kit'), 1),
      byHand: rounded(median('byHand'), 1),
      pipe: rounded(median('pipe'), 1),
    },
    ratios: { toByHand: rounded(median('kit') / median('byHand')), toPipe: rounded(median('kit') / median('pipe')) },
    wrong,
    ok: wrong === 0,
  };
}

/** What the server's processor time for one of these words is made of. */
export async function profileWords(rounds: number): Promise<ProfileResult> {
  const { taken, wrong } = await inTurn(['kit', 'byHand'], rounds, cpuTimeByPart);
  const perWord = (way: Way): Parts => times(sumOf(taken[way]), 1_000 / (rounds * STREAMS * WORDS));
  return {
    scenario: 'words',
    unit: 'µs per word',
    kit: perWord('kit'),
    byHand: perWord('byHand'),
    wrong,
    ok: wrong === 0,
  };
}

/** Measures each way in every round; each time another goes first. */
async function inTurn<T>(
  ways: readonly Way[],
  rounds: number,
  gauge: Gauge<T>,
): Promise<{ readonly taken: Readonly<Record<Way, readonly T[]>>; readonly wrong: number }> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength: 8_000 });
  const agent = keptAgent();
  const taken: Record<Way, T[]> = { kit: [], byHand: [], pipe: [] };
  let wrong = 0;
  const run = async (way: Way, words: number): Promise<void> => {
    const answers = await Promise.all(
      Array.from({ length: STREAMS }, (_, seed) => {
        const question = toQuestion({ words, everyMs: EVERY_MS, batch: BATCH, seed });
        return ask(`${instance.url}/${URLS[way]}`, { prefix: { id: 'doc' }, question }, agent);
      }),
    );
    // The pipe's events are the upstream's own, which the asker does not read.
    if (way !== 'pipe') wrong += answers.filter(({ hash }, seed) => hash !== expectedHash(seed, words)).length;
  };
  for (const way of ways) await run(way, WORDS / 2);
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < ways.length; n++) {
      const way = ways[(round + n) % ways.length]!;
      taken[way].push(await gauge(instance, () => run(way, WORDS)));
    }
  }
  agent.destroy();
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);
  return { taken, wrong };
}
