import type { BoundedRedis } from '../boundedRedis.js';
import type { Counter } from './counter.js';
import type { Quota } from './quotas.js';

/** In one step: known, added, or the set's remaining life. KEYS: set. ARGV: max, ms, thing. */
const ADD = `
if redis.call('SISMEMBER', KEYS[1], ARGV[3]) == 1 then return -1 end
local count = redis.call('SCARD', KEYS[1])
if count >= tonumber(ARGV[1]) and count > 0 then return math.max(1, redis.call('PTTL', KEYS[1])) end
if count >= tonumber(ARGV[1]) then return tonumber(ARGV[2]) end
redis.call('SADD', KEYS[1], ARGV[3])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return -1`;

/**
 * Counts different things, in Redis for all instances; in memory without Redis or while it is down.
 */
export function distinctCounter(keyPrefix: string, quota: Quota, redis?: BoundedRedis): Counter {
  const own = memoryCounter(quota);
  if (!redis) return own;
  return async (key, thing, request) => {
    const args = [quota.max, quota.perSeconds * 1000, thing];
    try {
      const ms = Number(await redis.ask((port) => port.eval(ADD, [`${keyPrefix}:${key}`], args), request));
      return ms < 0 ? null : ms;
    } catch {
      return own(key, thing);
    }
  };
}

interface Window {
  readonly things: Set<string>;
  readonly until: number;
}

function memoryCounter({ max, perSeconds }: Quota): Counter {
  const ms = perSeconds * 1000;
  /** Ordered by end. */
  const windows = new Map<string, Window>();
  return async (key, thing) => {
    const now = performance.now();
    for (const [name, { until }] of windows) {
      if (until > now) break;
      windows.delete(name);
    }
    const { things, until } = windows.get(key) ?? { things: new Set<string>(), until: now + ms };
    if (things.has(thing)) return null;
    if (things.size >= max) return Math.max(1, until - now);
    windows.set(key, { things: things.add(thing), until });
    return null;
  };
}
