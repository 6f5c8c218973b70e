import { ask, keptAgent } from './asker.js';
import { toQuestion } from './order.js';
import { openPeer } from './peers.js';
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

/**
 * What a streamed word costs the server: through the handler under Express, with limits and kept
 * answers; through a route by hand with the same SDK; and as a pipe of the upstream's bytes. In
 * turn, in one process, which neither writes nor reads the answers.
 */
export async function measureWords(rounds: number): Promise<WordsResult> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength: 8_000 });
  const agent = keptAgent();
  const cpu: Record<Way, number[]> = { kit: [], byHand: [], pipe: [] };
  let wrong = 0;
  const urls: Record<Way, string> = { kit: 'api/ask', byHand: 'plain', pipe: 'pipe' };
  const run = async (way: Way, words: number): Promise<number> => {
    const before = await instance.cpuMs();
    const answers = await Promise.all(
      Array.from({ length: STREAMS }, (_, seed) => {
        const question = toQuestion({ words, everyMs: EVERY_MS, batch: BATCH, seed });
        return ask(`${instance.url}/${urls[way]}`, { prefix: { id: 'doc' }, question }, agent);
      }),
    );
    const after = await instance.cpuMs();
    // The pipe's events are the upstream's own, which the asker does not read.
    if (way !== 'pipe') wrong += answers.filter(({ hash }, seed) => hash !== expectedHash(seed, words)).length;
    return ((after - before) * 1_000) / (STREAMS * words);
  };
  for (const way of WAYS) await run(way, WORDS / 2);
  for (let round = 0; round < rounds; round++) {
    // Another goes first in every round.
    for (let n = 0; n < WAYS.length; n++) {
      const way = WAYS[(round + n) % WAYS.length]!;
      cpu[way].push(await run(way, WORDS));
    }
  }
  agent.destroy();
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);
  const median = (way: Way): number => percentile(cpu[way], 0.5);
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
