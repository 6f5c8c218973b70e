import type { BoundedRedis } from '../boundedRedis.js';
import type { Quota } from './quotas.js';

/**
 * Counts distinct things by key. Null where this one may pass, else the milliseconds until another
 * may.
 */
export type Distinct = (key: string, thing: string, request?: object) => Promise<number | null>;

/**
 * In one step: known, or room for one more, or how long the set lives. KEYS: set. ARGV: thing, max,
 * ms.
 */
const ADD = `
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return -1 end
local count = redis.call('SCARD', KEYS[1])
if count >= tonumber(ARGV[2]) and count > 0 then return math.max(1, redis.call('PTTL', KEYS[1])) end
if count >= tonumber(ARGV[2]) then return tonumber(ARGV[3]) end
redis.call('SADD', KEYS[1], ARGV[1])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return -1`;

/**
 * Counts in Redis, each key for `perSeconds` from its first thing; in memory while Redis is down.
 */
export function redisDistinct(redis: BoundedRedis, keyPrefix: string, quota: Quota): Distinct {
  const own = memoryDistinct(quota);
  const [max, ms] = [quota.max, quota.perSeconds * 1000];
  return async (key, thing, request) => {
    try {
      const left = await redis.ask((port) => port.eval(ADD, [`${keyPrefix}${key}`], [thing, max, ms]), request);
      return Number(left) < 0 ? null : Number(left);
    } catch {
      return own(key, thing);
    }
  };
}

interface Seen {
  readonly things: Set<string>;
  readonly until: number;
}

/** Counts in the memory of this process. */
export function memoryDistinct({ max, perSeconds }: Quota): Distinct {
  const ms = perSeconds * 1000;
  /** Ordered by their end. */
  const seen = new Map<string, Seen>();
  return async (key, thing) => {
    const now = performance.now();
    for (const [name, { until }] of seen) {
      if (until > now) break;
      seen.delete(name);
    }
    const here = seen.get(key) ?? { things: new Set<string>(), until: now + ms };
    if (here.things.has(thing)) return null;
    if (here.things.size >= max) return Math.max(1, here.until - now);
    here.things.add(thing);
    seen.set(key, here);
    return null;
  };
}
