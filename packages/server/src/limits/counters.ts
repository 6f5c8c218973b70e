import type { BoundedRedis } from '../boundedRedis.js';
import type { Quota } from './quotas.js';

/**
 * Counts by key: null where this one may pass, else the milliseconds until another may. Given a
 * `thing`, only different things count.
 */
export type Counter = (key: string, thing: string | undefined, request?: object) => Promise<number | null>;

/** Counts a request. One over the limit does not prolong it. KEYS: number. ARGV: max, ms. */
const COUNT = `
if redis.call('INCR', KEYS[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if tonumber(redis.call('GET', KEYS[1])) <= tonumber(ARGV[1]) then return -1 end
return math.max(1, redis.call('PTTL', KEYS[1]))`;

/**
 * In one step: known, or room for one more, or how long the set lives. KEYS: set. ARGV: max, ms,
 * thing.
 */
const ADD = `
if redis.call('SISMEMBER', KEYS[1], ARGV[3]) == 1 then return -1 end
local count = redis.call('SCARD', KEYS[1])
if count >= tonumber(ARGV[1]) and count > 0 then return math.max(1, redis.call('PTTL', KEYS[1])) end
if count >= tonumber(ARGV[1]) then return tonumber(ARGV[2]) end
redis.call('SADD', KEYS[1], ARGV[3])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return -1`;

/** The most keys that are remembered as over their limit. */
const MAX_BLOCKED = 10_000;

/**
 * Counts in Redis, each key for `perSeconds` from its first request or thing; in memory while Redis
 * is down.
 */
export function redisCounter(redis: BoundedRedis, keyPrefix: string, quota: Quota): Counter {
  const own = memoryCounter(quota);
  const limits = [quota.max, quota.perSeconds * 1000];
  /** When keys over their limit may pass again: until then they cost Redis no question. */
  const blocked = new Map<string, number>();
  return async (key, thing, request) => {
    const blockedMs = (blocked.get(key) ?? 0) - performance.now();
    if (thing === undefined && blockedMs > 0) return blockedMs;
    const [script, args] = thing === undefined ? [COUNT, limits] : [ADD, [...limits, thing]];
    try {
      const ms = Number(await redis.ask((port) => port.eval(script, [`${keyPrefix}${key}`], args), request));
      if (ms < 0) return null;
      if (blocked.size >= MAX_BLOCKED) blocked.clear();
      if (thing === undefined) blocked.set(key, performance.now() + ms);
      return ms;
    } catch {
      return own(key, thing);
    }
  };
}

interface Window {
  count: number;
  readonly things: Set<string>;
  readonly until: number;
}

/** Counts in the memory of this process. */
export function memoryCounter({ max, perSeconds }: Quota): Counter {
  const ms = perSeconds * 1000;
  /** Ordered by their end. */
  const windows = new Map<string, Window>();
  return async (key, thing) => {
    const now = performance.now();
    for (const [name, { until }] of windows) {
      if (until > now) break;
      windows.delete(name);
    }
    const window = windows.get(key) ?? { count: 0, things: new Set(), until: now + ms };
    if (thing !== undefined && window.things.has(thing)) return null;
    if (window.count >= max) return Math.max(1, window.until - now);
    window.count++;
    if (thing !== undefined) window.things.add(thing);
    windows.set(key, window);
    return null;
  };
}
