import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '@forewarm/testing';
import { openFarNetwork } from './farNetwork.js';
import { openPeer, type Peer } from './peers.js';

/** Faults so far, and how many answers they hit. */
export interface Struck {
  /** Redis killed and restarted, empty. */
  redisRestarts: number;
  /** Redis halted, with open connections. */
  redisFrozen: number;
  killed: number;
  /** Answers that were streaming there. */
  streamsKilled: number;
  /** Instances halted forever, with open connections. */
  vanished: number;
  streamsVanished: number;
  /** The upstream gone without FIN or RST. */
  upstreamVanished: number;
  streamsHalfOpen: number;
  /** A pulled cable (root on Linux), or a halted process. */
  upstreamBy: 'cable' | 'halted';
}

export interface Weather {
  /** The live instances; the list changes. */
  readonly instances: readonly Peer[];
  /** Each fault has struck at least once. */
  readonly hasStruck: () => boolean;
  readonly blow: (over: () => boolean) => Promise<void>;
  readonly close: () => Promise<Struck>;
}

/** Between strikes. */
const CALM_MS = 1_000;
/** Longer than the servers wait for an upstream. */
const UPSTREAM_GONE_MS = 7_000;
/** Longer than a box waits. */
const INSTANCE_GONE_MS = 15_000;

export async function openWeather(): Promise<Weather> {
  const redis = await startRedis();
  const far = await openFarNetwork();
  const wire = await openPeer({ role: 'wire', host: far?.host }, far?.namespace);
  const options = { role: 'instance', upstream: wire.url, redisUrl: redis.url, prefixLength: 2_000 } as const;
  const instances: Peer[] = await Promise.all([openPeer(options), openPeer(options)]);
  const gone: Promise<void>[] = [];
  const struck: Struck = {
    redisRestarts: 0,
    redisFrozen: 0,
    killed: 0,
    streamsKilled: 0,
    vanished: 0,
    streamsVanished: 0,
    upstreamVanished: 0,
    streamsHalfOpen: 0,
    upstreamBy: far ? 'cable' : 'halted',
  };
  let turn = 0;
  let strike = 0;

  /** Ends an instance once it streams. */
  const take = async (end: (victim: Peer) => Promise<void> | void): Promise<number> => {
    const fresh = await openPeer(options);
    const at = turn++ % instances.length;
    const victim = instances[at]!;
    let { streaming } = await victim.report();
    for (let tries = 0; streaming === 0 && tries < 100; tries++) ({ streaming } = await victim.report());
    await end(victim);
    instances[at] = fresh;
    return streaming;
  };
  const strikes: readonly (() => Promise<void>)[] = [
    async () => {
      await redis.crash();
      await sleep(500);
      await redis.restart();
      struck.redisRestarts++;
    },
    async () => {
      struck.streamsKilled += await take((victim) => victim.kill('SIGKILL'));
      struck.killed++;
    },
    async () => {
      const reports = await Promise.all(instances.map((instance) => instance.report()));
      struck.streamsHalfOpen += reports.reduce((sum, { streaming }) => sum + streaming, 0);
      await (far ? far.pull() : wire.freeze());
      await sleep(UPSTREAM_GONE_MS);
      await (far ? far.plug() : wire.thaw());
      struck.upstreamVanished++;
    },
    async () => {
      redis.freeze();
      await sleep(2_000);
      redis.thaw();
      struck.redisFrozen++;
    },
    async () => {
      struck.streamsVanished += await take((victim) => {
        victim.freeze();
        gone.push(sleep(INSTANCE_GONE_MS).then(() => victim.kill('SIGKILL')));
      });
      struck.vanished++;
    },
  ];

  return {
    instances,
    hasStruck: () => strike >= strikes.length,
    async blow(over) {
      for (; !over(); strike++) {
        await sleep(CALM_MS);
        await strikes[strike % strikes.length]!();
      }
    },
    async close() {
      await Promise.all([...instances, wire].map((peer) => peer.kill('SIGKILL')));
      await Promise.all(gone);
      await Promise.all([redis.close(), far?.close()]);
      return struck;
    },
  };
}
