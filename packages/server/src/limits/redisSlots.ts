import type { BoundedRedis } from '../boundedRedis.js';
import type { RedisPort } from '../redisClient.js';
import { memorySlots, once, type StreamSlots } from './streamSlots.js';

/** How long a place lives without renewal, in milliseconds. */
const HELD_MS = 30_000;
/** How long an unconfirmed place lives, in milliseconds: the reply may have been lost. */
const UNCONFIRMED_MS = 2_000;
/** When a failed release is tried again, in milliseconds: first and last. */
const RETRY_MS = { first: 50, last: 1_000 };

/** Redis' clock, since instances' clocks may differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Drops expired and released places, counts, adds one. KEYS: set. ARGV: max, place, ms of the
 * place, ms of the set, places to drop.
 */
const TAKE = `${NOW}
for n = 5, #ARGV do redis.call('ZREM', KEYS[1], ARGV[n]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** Renews a place, even if Redis lost it. KEYS: set. ARGV: place, ms. */
const HOLD = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** Releases a place. KEYS: set. ARGV: place. */
const LEAVE = "return redis.call('ZREM', KEYS[1], ARGV[1])";

/** Counts places in Redis for all instances; each renews its own. In memory while Redis is down. */
export function redisSlots(redis: BoundedRedis, keyPrefix: string, heldMs = HELD_MS): StreamSlots {
  const own = memorySlots();
  /** This instance's places with their sets. */
  const held = new Map<string, string>();
  /** Places whose release Redis hasn't confirmed, by set. */
  const leaving = new Map<string, Set<string>>();
  const left = (place: string, set: string): void => {
    const places = leaving.get(set);
    if (places?.delete(place) && places.size === 0) leaving.delete(set);
  };
  let timer: NodeJS.Timeout | undefined;
  const hold = (place: string, set: string): void =>
    void redis.ask((port) => port.eval(HOLD, [set], [place, heldMs])).catch(() => null);
  const renew = (): void => held.forEach((set, place) => hold(place, set));

  /** Releases a place; tries again until Redis confirms or the place has expired. */
  const leave = async (place: string, set: string): Promise<void> => {
    leaving.set(set, (leaving.get(set) ?? new Set()).add(place));
    for (let [ms, wait] = [0, RETRY_MS.first]; ms <= heldMs; ms += wait, wait = Math.min(2 * wait, RETRY_MS.last)) {
      const done = await redis.ask((port) => port.eval(LEAVE, [set], [place])).catch(() => null);
      if (done !== null) break;
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
      // The next taker has released it.
      if (!leaving.get(set)?.has(place)) return;
    }
    left(place, set);
  };

  return {
    async take(key, max, request) {
      const set = `${keyPrefix}${key}`;
      const place = globalThis.crypto.randomUUID();
      let isSent = false;
      const gone = [...(leaving.get(set) ?? [])];
      const command = (port: RedisPort): Promise<unknown> => {
        isSent = true;
        return port.eval(TAKE, [set], [max, place, Math.min(UNCONFIRMED_MS, heldMs), heldMs, ...gone]);
      };
      try {
        const taken = await redis.ask(command, request);
        for (const each of gone) left(each, set);
        if (taken !== 1) return null;
      } catch {
        // The command may still run; this one follows it on the same connection.
        if (isSent) {
          redis.port.eval(LEAVE, [set], [place]).catch(() => null);
          void leave(place, set);
        }
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
