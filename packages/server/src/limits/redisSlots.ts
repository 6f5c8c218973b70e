import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../redisClient.js';
import { memorySlots, once, type StreamSlots } from './streamSlots.js';

/** A place that nobody renews (its instance died) is free again after this, in milliseconds. */
const HELD_MS = 30_000;

/** Takes a place in one step: drops those no longer renewed, counts, adds. KEYS: set. ARGV: now, until, max, place, ms. */
const TAKE = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1`;

/** Holds a place further, also where Redis has forgotten it. KEYS: set. ARGV: until, place, ms. */
const RENEW = `
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** Places counted for all instances on one Redis, for as long as each renews its own; while Redis is down each instance counts its own. */
export function redisSlots(redis: RedisClient, keyPrefix: string, heldMs = HELD_MS): StreamSlots {
  const own = memorySlots();
  /** The sets of the places this instance holds. */
  const held = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const renew = (): void => {
    for (const [place, set] of held) redis.eval(RENEW, 1, set, Date.now() + heldMs, place, heldMs).catch(() => null);
  };
  return {
    async take(key, max) {
      const set = `${keyPrefix}${key}`;
      const place = randomUUID();
      const now = Date.now();
      try {
        const taken = await redis.eval(TAKE, 1, set, now, now + heldMs, max, place, heldMs);
        if (taken !== 1) return null;
      } catch {
        return own.take(key, max);
      }
      held.set(place, set);
      timer ??= setInterval(renew, heldMs / 3).unref();
      return once(() => {
        held.delete(place);
        if (held.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
        // Where it can't be told, the place frees itself.
        redis.zrem(set, place).catch(() => null);
      });
    },
  };
}
