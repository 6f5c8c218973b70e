import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../redisClient.js';
import { memorySlots, once, type StreamSlots } from './streamSlots.js';

/** A place that nobody gave back (its instance died) is free again after this: longer than any answer streams, in milliseconds. */
const HELD_MS = 900_000;

/** Takes a place in one step: drops those held too long, counts, adds. */
const TAKE = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1`;

/** Places counted for all instances on one Redis; while it is down each instance counts its own. */
export function redisSlots(redis: RedisClient, keyPrefix: string): StreamSlots {
  const own = memorySlots();
  return {
    async take(key, max) {
      const set = `${keyPrefix}${key}`;
      const place = randomUUID();
      const now = Date.now();
      try {
        const taken = await redis.eval(TAKE, 1, set, now, now + HELD_MS, max, place, HELD_MS);
        if (taken !== 1) return null;
      } catch {
        return own.take(key, max);
      }
      return once(() => {
        // Where it can't be told, the place frees itself later.
        redis.zrem(set, place).catch(() => null);
      });
    },
  };
}
