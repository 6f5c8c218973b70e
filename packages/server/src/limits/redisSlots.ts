import type { Environment } from '@forewarm/core';
import { every, wait } from '@forewarm/core/kit';
import type { BoundedRedis } from '../boundedRedis.js';
import { memorySlots, once, type StreamSlots } from './streamSlots.js';

/** A place's life without renewal. */
const HELD_MS = 30_000;
/** An unconfirmed place's: the reply may have been lost. */
const UNCONFIRMED_MS = 2_000;
const RETRY_MS = 1_000;

/** Don't keep a process alive: a place expires by itself. */
const timers: Pick<Environment, 'setTimeout'> = {
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms);
    // A number in workers.
    (timer as Partial<NodeJS.Timeout>).unref?.();
    return () => clearTimeout(timer);
  },
};

/** Instances' clocks differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** KEYS: set. ARGV: max, place, its ms, the set's ms, released places. */
const TAKE = `${NOW}
for n = 5, #ARGV do redis.call('ZREM', KEYS[1], ARGV[n]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** Even if Redis lost the place. KEYS: set. ARGV: place, ms. */
const HOLD = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS: set. ARGV: place. */
const LEAVE = "return redis.call('ZREM', KEYS[1], ARGV[1])";

/** For all instances; in memory while Redis is down. */
export function redisSlots(redis: BoundedRedis, keyPrefix: string, heldMs = HELD_MS): StreamSlots {
  const own = memorySlots();
  const leaving = new Map<string, string>();

  const hold = (place: string, set: string): void =>
    void redis.ask((port) => port.eval(HOLD, [set], [place, heldMs])).catch(() => null);

  /** Until Redis confirms, another taker has released it, or it has expired. */
  const leave = async (place: string, set: string): Promise<void> => {
    leaving.set(place, set);
    for (let waitedMs = 0; leaving.has(place) && waitedMs <= heldMs; waitedMs += RETRY_MS) {
      const done = await redis.ask((port) => port.eval(LEAVE, [set], [place])).catch(() => null);
      if (done !== null) break;
      await wait(RETRY_MS, timers);
    }
    leaving.delete(place);
  };

  return {
    async take(key, max, request) {
      const set = `${keyPrefix}${key}`;
      const place = globalThis.crypto.randomUUID();
      const gone = [...leaving].flatMap(([each, of]) => (of === set ? [each] : []));
      const args = [max, place, Math.min(UNCONFIRMED_MS, heldMs), heldMs, ...gone];
      let isSent = false;
      try {
        const taken = await redis.ask((port) => {
          isSent = true;
          return port.eval(TAKE, [set], args);
        }, request);
        for (const each of gone) leaving.delete(each);
        if (taken !== 1) return null;
      } catch {
        // It may still run; this follows on the same connection.
        if (isSent) {
          redis.port.eval(LEAVE, [set], [place]).catch(() => null);
          void leave(place, set);
        }
        return own.take(key, max);
      }
      hold(place, set);
      const stop = every(heldMs / 3, timers, () => hold(place, set));
      return once(() => {
        stop();
        void leave(place, set);
      });
    },
  };
}
