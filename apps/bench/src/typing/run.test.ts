import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { COOKBOOK, type Latency } from './latency.js';
import { replay, type Way } from './replay.js';
import { replayAll, resultsOf } from './run.js';
import { type Draft, readTrace, typingMs } from './trace.js';
import { repositoryPath, TUNING } from './tuning.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Every n-th recorded draft. */
async function some(every: number): Promise<Draft[]> {
  const drafts: Draft[] = [];
  let index = 0;
  for await (const draft of readTrace(repositoryPath(TUNING))) if (index++ % every === 0) drafts.push(draft);
  return drafts;
}

const AT_FIRST_KEY: Way = { name: 'wait', policy: { triggers: ['keystroke'] } };
const RACE: Way = { name: 'race', policy: { triggers: ['keystroke'], join: 'race' } };

describe('a replay', () => {
  it.each<[string, Latency]>([
    ['the cookbook', COOKBOOK],
    ['a warm that is faster than a cold question', { coldMs: 20_000, warmMs: 12_000, hitMs: 2_000 }],
    ['a warm that is slower than a cold question', { coldMs: 12_000, warmMs: 20_000, hitMs: 2_000 }],
  ])(
    'of a warm at the first key comes to what arithmetic says, draft by draft, with the latency of %s',
    async (_, latency) => {
      const { coldMs, warmMs, hitMs } = latency;
      const [wait, race, none] = [AT_FIRST_KEY, RACE, { name: 'none', policy: { enabled: false } }].map((way) =>
        replay(way, latency),
      );
      for (const draft of await some(20)) {
        const byWaiting = Math.max(0, warmMs - typingMs(draft)) + hitMs;
        const visits = [await wait!.ask(draft), await race!.ask(draft), await none!.ask(draft)];
        const expected = [byWaiting, Math.min(coldMs, byWaiting), coldMs];
        for (const [index, { ttftMs }] of visits.entries())
          expect(Math.abs(ttftMs! / expected[index]! - 1)).toBeLessThan(0.01);
      }
    },
    60_000,
  );

  it('gives an answer begun in time with the question, and every draft an answer', async () => {
    const drafts = await some(40);
    const way: Way = { name: 'speculative', policy: { triggers: ['keystroke'] }, speculates: true, isHot: true };
    const { ask } = replay(way, COOKBOOK);
    const visits = [];
    for (const draft of drafts) visits.push(await ask(draft));
    expect(visits.every(({ ttftMs }) => ttftMs !== null && ttftMs < COOKBOOK.hitMs * 1.01)).toBe(true);
    const adopted = visits.filter((visit) => visit.adopted);
    expect(adopted.length).toBeGreaterThan(0);
    expect(adopted.some(({ ttftMs }) => ttftMs! <= 50)).toBe(true);
    expect(visits.every(({ adopted: is, begun }) => !is || begun > 0)).toBe(true);
    // A discarded answer has read the prefix too.
    const spent = visits.reduce((sum, { paid }) => sum + paid.cacheRead, 0) / 151_629;
    const begun = visits.reduce((sum, visit) => sum + visit.begun, 0);
    expect(Math.round(spent)).toBeGreaterThanOrEqual(begun + visits.length - adopted.length);
  }, 60_000);

  it('comes out the same whenever Node collects garbage', async () => {
    const draft = (await some(1)).find(({ writer }) => writer === 26)!;
    const way: Way = { name: 'speculative', policy: { triggers: ['keystroke'] }, speculates: true, isHot: true };
    const undisturbed = await replay(way, COOKBOOK).ask(draft);
    const { setImmediate } = globalThis;
    let turns = 0;
    vi.spyOn(globalThis, 'setImmediate').mockImplementation((callback) => {
      if (++turns % 200 === 0) collectGarbage();
      return setImmediate(callback);
    });
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await replay(way, COOKBOOK).ask(draft)).toEqual(undisturbed);
    expect(turns).toBeGreaterThan(1_000);
  }, 60_000);

  it('counts the warms of those who ask nothing as wasted, and comes out twice the same', async () => {
    const options = {
      ways: [AT_FIRST_KEY, { name: 'view', policy: { triggers: ['visible'] as const } }],
      latency: COOKBOOK,
    };
    const drafts = await some(80);
    const results = async (leave: number) => resultsOf(options.ways, await replayAll({ ...options, drafts, leave }));
    const first = await results(0.5);
    expect(JSON.stringify(await results(0.5))).toBe(JSON.stringify(first));
    const [key, view] = first.map(({ all }) => all);
    expect(view!.wastedShare!).toBeGreaterThan(key!.wastedShare!);
    expect((await results(0)).map(({ all }) => all.wastedShare)).toEqual([0, 0]);
  }, 60_000);
});
