// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file is not imported
/// <reference path="./rateLimiterFlexible.d.ts" />
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
// By file: the package's index also loads Node's `cluster`, which workers lack.
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { BoundedRedis } from '../boundedRedis.js';
import type { Counter } from './counter.js';
import type { Quota } from './quotas.js';

/** A script as `rate-limiter-flexible` passes it to node-redis. */
interface ScriptCall {
  readonly keys: string[];
  readonly arguments: string[];
}

/** Counts requests, in Redis for all instances; in memory without Redis or while it is down. */
export function requestCounter(keyPrefix: string, { max, perSeconds }: Quota, redis?: BoundedRedis): Counter {
  const quota = { keyPrefix, points: max, duration: perSeconds };
  const memory = new RateLimiterMemory(quota);
  const own: Counter = (key) => consume(memory, key);
  if (!redis) return own;
  const { port } = redis;
  const shared = new RateLimiterRedis({
    ...quota,
    storeClient: { eval: (script: string, call: ScriptCall) => port.eval(script, call.keys, call.arguments) },
    useRedisPackage: true,
    // Over the limit, Redis isn't asked again until the time ends.
    inMemoryBlockOnConsumed: max + 1,
  });
  return (key, thing, request) => redis.ask(() => consume(shared, key), request).catch(() => own(key, thing));
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) return Math.max(1, thrown.msBeforeNext);
    throw thrown;
  }
}
