import { startRedis } from '@forewarm/testing';
import {
  attackBody,
  attackConnections,
  attackDeadline,
  attackEarly,
  attackMemory,
  attackPlaces,
  attackPrefixes,
  attackWords,
} from './attacks.js';
import { attackEndless, attackEnds, attackSilence, attackThreads } from './attacksUpstream.js';
import { openPeer } from './peers.js';
import { rounded } from './stats.js';

export interface Attack {
  readonly tried: number;
  readonly through: number;
  readonly counted: Readonly<Record<string, number>>;
}

export interface HostileResult {
  readonly scenario: 'hostile';
  readonly attacks: Readonly<Record<string, Attack>>;
  readonly seconds: number;
  readonly ok: boolean;
}

/**
 * Repeats a hostile tester's attacks on two guarded instances and a Redis, `times` as often as in a
 * short run. `docs/threat-model.md` lists where others are tested.
 */
export async function measureHostile(times: number): Promise<HostileResult> {
  const started = performance.now();
  const redis = await startRedis();
  const wire = await openPeer({ role: 'wire' });
  const alone = { role: 'instance', upstream: wire.url, prefixLength: 2_000, guarded: true } as const;
  const shared = { ...alone, redisUrl: redis.url };
  const [one, two, own] = await Promise.all([openPeer(shared), openPeer(shared), openPeer(alone)]);
  const stage = { redis, wire, one, two, own, times };
  const attacks: Record<string, Attack> = {};
  const all = {
    'an upstream repeats the prompt in its error': attackWords,
    'an answer is gone on with elsewhere at once': attackEarly,
    'connections to Redis are killed while answers are written': attackConnections,
    'Redis pauses while answers begin': attackPlaces,
    'Redis is silent: what one request waits': attackDeadline,
    'more answers than there is memory for': attackMemory,
    'something before the handler has read the body': attackBody,
    'one address makes up conversations': attackThreads,
    'a connection breaks, or stays open, after the last event': attackEnds,
    'a tool’s input takes longer than silence may': attackSilence,
    'an event, an error and an archive without end': attackEndless,
    // Last: it uses up this address's prefixes.
    'one address names many prefixes': attackPrefixes,
  };
  for (const [name, attack] of Object.entries(all)) attacks[name] = await attack(stage);
  await Promise.all([one, two, own, wire].map((peer) => peer.kill('SIGKILL')));
  await redis.close();
  const seconds = rounded((performance.now() - started) / 1000, 1);
  return { scenario: 'hostile', attacks, seconds, ok: Object.values(attacks).every(({ through }) => through === 0) };
}
