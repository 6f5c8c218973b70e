import type { Attack } from './hostile.js';
import { ask, type Asked, keptAgent } from './asker.js';
import { asking, inTurn, post, type Stage } from './attacks.js';
import { type Fault, toQuestion } from './order.js';
import { rounded } from './stats.js';
import { expectedHash } from './tokens.js';

/** Asks eight at once, the limit of one address. */
async function askAll({ one, two }: Stage, times: number, words: number, faults: readonly Fault[]): Promise<Asked[]> {
  const agent = keptAgent();
  const all: Asked[] = [];
  await inTurn(times, 8, async (seed) => {
    const fault = faults[seed % faults.length];
    const url = `${(seed % 2 === 0 ? one : two).url}/api/ask`;
    all[seed] = await ask(url, asking(toQuestion({ words, everyMs: 0, seed, fault })), agent);
  });
  agent.destroy();
  return all;
}

const isWhole =
  (words: number) =>
  ({ ended, error, hash }: Asked, seed: number) =>
    ended && error === null && hash === expectedHash(seed, words);

/** Model connections reset, or kept open, after the last event. */
export async function attackEnds(stage: Stage): Promise<Attack> {
  const tried = 40 * stage.times;
  const all = await askAll(stage, tried, 5, ['reset-after', 'open-after']);
  const whole = all.filter(isWhole(5)).length;
  return { tried, through: tried - whole, counted: { whole } };
}

/** Tool inputs that take longer than a model may be silent. */
export async function attackSilence(stage: Stage): Promise<Attack> {
  const tried = 8 * stage.times;
  const all = await askAll(stage, tried, 2, ['tool']);
  const whole = all.filter(isWhole(2)).length;
  return { tried, through: tried - whole, counted: { whole } };
}

/** Most memory for an endless answer, in MB. */
const MOST_MB = 300;

/** An event, an error and an archive of 400 MB each. */
export async function attackEndless(stage: Stage): Promise<Attack> {
  const tried = 6 * stage.times;
  const rss = async (): Promise<number> => (await stage.one.report()).rss / 1e6;
  const before = await rss();
  const all: Asked[] = [];
  let most = 0;
  const faults = ['event', 'error', 'bomb'] as const;
  for (let seed = 0; seed < tried; seed++) {
    const order = toQuestion({ words: 1, everyMs: 0, seed, fault: faults[seed % 3] });
    const agent = keptAgent();
    all.push(await ask(`${stage.one.url}/api/ask`, asking(order), agent));
    agent.destroy();
    most = Math.max(most, (await rss()) - before);
  }
  const told = all.filter(({ error }) => error !== null).length;
  const through = tried - told + (most > MOST_MB ? 1 : 0);
  return { tried, through, counted: { told, grownMB: rounded(most, 0) } };
}

/** Asks that reach the model when one address makes up conversations. */
export async function attackThreads({ wire, one, two, times }: Stage): Promise<Attack> {
  const tried = 300 * times;
  const written = async (): Promise<number> =>
    Object.values((await wire.report()).writes).reduce((sum, writes) => sum + writes, 0);
  const before = await written();
  let skipped = 0;
  await inTurn(tried, 8, async (n) => {
    const thread = [{ question: 'Q', answer: `Made up ${n}.` }];
    const body = { prefix: { id: 'doc', params: { page: 0 }, thread }, trigger: 'focus' };
    const response = await post(`${(n % 2 === 0 ? one : two).url}/api/warm`, body);
    if ((await response.text()).includes('address-limit')) skipped++;
  });
  const writes = (await written()) - before;
  return { tried, through: Math.max(0, writes - 180), counted: { writes, skipped } };
}
