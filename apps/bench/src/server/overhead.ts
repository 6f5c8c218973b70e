import { ask, keptAgent } from './asker.js';
import { toQuestion } from './order.js';
import { openPeer } from './peers.js';
import { percentile, rounded } from './stats.js';

export interface OverheadResult {
  readonly scenario: 'overhead';
  readonly pairs: number;
  readonly prefixLength: number;
  /** TTFT in ms. */
  readonly kitMs: { readonly p50: number; readonly p99: number };
  readonly plainMs: { readonly p50: number; readonly p99: number };
  readonly addedMs: { readonly p50: number; readonly p99: number };
  readonly ok: boolean;
}

/** The most that may be added, in ms. */
const ALLOWED = { p50: 1, p99: 5 };

/** Compares TTFT with a handwritten Express route on the SDK, in turns. */
export async function measureOverhead(pairs: number, prefixLength: number): Promise<OverheadResult> {
  const wire = await openPeer({ role: 'wire' });
  const instance = await openPeer({ role: 'instance', upstream: wire.url, prefixLength });
  const agent = keptAgent();
  const [kit, plain]: [number[], number[]] = [[], []];
  const uncounted = Math.min(300, pairs);
  const byKit = async (seed: number): Promise<number> => {
    const question = toQuestion({ words: 5, everyMs: 0, seed });
    const { ttftMs, error } = await ask(`${instance.url}/api/ask`, { prefix: { id: 'doc' }, question }, agent);
    if (ttftMs === null) throw new Error(`The kit answered without a word: ${error}.`);
    return ttftMs;
  };
  const byHand = async (seed: number): Promise<number> => {
    const question = toQuestion({ words: 5, everyMs: 0, seed });
    return (await ask(`${instance.url}/plain`, { question }, agent)).ttftMs!;
  };
  for (let pair = 0; pair < uncounted + pairs; pair++) {
    // Each goes first in every other pair.
    const first = pair % 2 === 0 ? await byKit(pair) : null;
    const plainMs = await byHand(pair);
    const kitMs = first ?? (await byKit(pair));
    if (pair < uncounted) continue;
    kit.push(kitMs);
    plain.push(plainMs);
  }
  agent.destroy();
  await Promise.all([instance.kill('SIGKILL'), wire.kill('SIGKILL')]);
  const both = (values: number[]): { p50: number; p99: number } => ({
    p50: rounded(percentile(values, 0.5)),
    p99: rounded(percentile(values, 0.99)),
  });
  const [kitMs, plainMs] = [both(kit), both(plain)];
  const addedMs = { p50: rounded(kitMs.p50 - plainMs.p50), p99: rounded(kitMs.p99 - plainMs.p99) };
  const ok = addedMs.p50 <= ALLOWED.p50 && addedMs.p99 <= ALLOWED.p99;
  return { scenario: 'overhead', pairs, prefixLength, kitMs, plainMs, addedMs, ok };
}
