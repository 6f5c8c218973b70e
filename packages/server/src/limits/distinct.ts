import type { Counting } from './quotas.js';

/** KEYS: set. ARGV: max, ms, thing. Gives -1, or milliseconds left. */
const ADD = `
if redis.call('SISMEMBER', KEYS[1], ARGV[3]) == 1 then return -1 end
local count = redis.call('SCARD', KEYS[1])
if count >= tonumber(ARGV[1]) then
  return count > 0 and math.max(1, redis.call('PTTL', KEYS[1])) or tonumber(ARGV[2])
end
redis.call('SADD', KEYS[1], ARGV[3])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return -1`;

interface Window {
  readonly things: Set<string>;
  readonly until: number;
}

export const distinct: Counting = {
  inMemory({ max, perSeconds }) {
    const lengthMs = perSeconds * 1000;
    /** Ordered by end. */
    const windows = new Map<string, Window>();
    return async (key, thing) => {
      const now = performance.now();
      for (const [name, { until }] of windows) {
        if (until > now) break;
        windows.delete(name);
      }
      const { things, until } = windows.get(key) ?? { things: new Set<string>(), until: now + lengthMs };
      if (things.has(thing)) return null;
      if (things.size >= max) return Math.max(1, until - now);
      windows.set(key, { things: things.add(thing), until });
      return null;
    };
  },
  inRedis: (quota, redis, keyPrefix) => async (key, thing, request) => {
    const args = [quota.max, quota.perSeconds * 1000, thing];
    const leftMs = Number(await redis.ask((port) => port.eval(ADD, [`${keyPrefix}:${key}`], args), request));
    return leftMs < 0 ? null : leftMs;
  },
};
