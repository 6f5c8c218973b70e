// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file is not imported
/// <reference path="./rateLimiterFlexible.d.ts" />
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
// By file: the index loads Node's `cluster`, which workers lack.
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { Counting } from './quotas.js';

/** As `rate-limiter-flexible` passes it to node-redis. */
interface ScriptCall {
  readonly keys: string[];
  readonly arguments: string[];
}

/** 24.8 days: with more, its timer forgets at once. */
const LONGEST_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

export const requests: Counting = {
  inMemory({ max, perSeconds }) {
    const limiter = new RateLimiterMemory({ points: max, duration: Math.min(perSeconds, LONGEST_SECONDS) });
    return (key) => consume(limiter, key);
  },
  inRedis({ max, perSeconds }, redis, keyPrefix) {
    const { port } = redis;
    const limiter = new RateLimiterRedis({
      keyPrefix,
      points: max,
      duration: perSeconds,
      storeClient: { eval: (script: string, call: ScriptCall) => port.eval(script, call.keys, call.arguments) },
      useRedisPackage: true,
      // Over the limit, Redis isn't asked until the time ends.
      inMemoryBlockOnConsumed: max + 1,
    });
    return (key, _thing, request) => redis.ask(() => consume(limiter, key), request);
  },
};

async function consume(limiter: RateLimiterAbstract, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) return Math.max(1, thrown.msBeforeNext);
    throw thrown;
  }
}
