import type { BoundedRedis } from '../boundedRedis.js';
import type { RedisPort } from '../redisClient.js';
import { memorySlots, once, type StreamSlots } from './streamSlots.js';

/** A place that nobody renews (its instance died) is free again after this, in milliseconds. */
const HELD_MS = 30_000;
/** A place whose taker has not confirmed it is free again after this, in milliseconds: nobody may have heard that it was taken. */
const UNCONFIRMED_MS = 2_000;
/** How soon a place is given back again where that failed, in milliseconds. */
const RETRY_MS = 1_000;

/** By the clock of Redis, so that those of the instances need not agree. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** Takes a place in one step: drops those no longer renewed, counts, adds. KEYS: set. ARGV: max, place, ms it counts, ms the set is kept. */
const TAKE = `${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** Holds a place further, also where Redis has forgotten it. KEYS: set. ARGV: place, ms. */
const HOLD = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** Gives a place back. KEYS: set. ARGV: place. */
const LEAVE = "return redis.call('ZREM', KEYS[1], ARGV[1])";

/** Places counted for all instances on one Redis, for as long as each renews its own; while Redis is down each instance counts its own. */
export function redisSlots(redis: BoundedRedis, keyPrefix: string, heldMs = HELD_MS): StreamSlots {
  const own = memorySlots();
  /** The sets of the places this instance holds. */
  const held = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const hold = (place: string, set: string): void =>
    void redis.ask((port) => port.eval(HOLD, [set], [place, heldMs])).catch(() => null);
  const renew = (): void => held.forEach((set, place) => hold(place, set));

  /** Gives a place back, again and again until Redis has heard it or the place has ended by itself. */
  const leave = async (place: string, set: string): Promise<void> => {
    for (let ms = 0; ms <= heldMs; ms += RETRY_MS) {
      const done = await redis.ask((port) => port.eval(LEAVE, [set], [place])).catch(() => null);
      if (done !== null) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  };

  return {
    async take(key, max, request) {
      const set = `${keyPrefix}${key}`;
      const place = globalThis.crypto.randomUUID();
      let isSent = false;
      const command = (port: RedisPort): Promise<unknown> => {
        isSent = true;
        return port.eval(TAKE, [set], [max, place, Math.min(UNCONFIRMED_MS, heldMs), heldMs]);
      };
      try {
        if ((await redis.ask(command, request)) !== 1) return null;
      } catch {
        // It may still run. What follows it on the same connection runs before the next place is taken.
        if (isSent) redis.port.eval(LEAVE, [set], [place]).catch(() => null);
        return own.take(key, max);
      }
      held.set(place, set);
      hold(place, set);
      timer ??= setInterval(renew, heldMs / 3).unref();
      return once(() => {
        held.delete(place);
        if (held.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
        void leave(place, set);
      });
    },
  };
}
