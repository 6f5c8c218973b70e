import { sharedStore, type StoreLock, type StoreValue } from '@forewarm/core';
import { KeyedNotifier, type SharedStore } from '@forewarm/core/kit';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient, RedisPort } from '../redisClient.js';

export interface RedisStoreOptions {
  /**
   * A client of `ioredis` or `redis`, for one server or a cluster. Opens a second connection to
   * listen.
   */
  redis: RedisClient;
  /** Prefix of the keys. Default `forewarm:`. */
  keyPrefix?: string | undefined;
}

/** A store that instances share. */
export interface RedisStore extends SharedStore {
  /** Closes the listening connection; your client stays open. */
  readonly close: () => void;
}

/** Reads a value and its remaining life. Ignores other programs' values of any type. */
const GET = `
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' then return false end
return {value, redis.call('PTTL', KEYS[1])}`;

/**
 * Takes the lock. One that never expires is another program's, so takes that too. ARGV: token, ms.
 */
const LOCK = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('PTTL', KEYS[1]) ~= -1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Renews this holder's lock. ARGV: token, ms. */
const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

/** Releases this holder's lock. ARGV: token. */
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** The lock's remaining life. */
const LEFT = "return redis.call('PTTL', KEYS[1])";

/** Makes a store that instances share. Each command uses one key, so a cluster works too. */
export function redisStore({ redis, keyPrefix = 'forewarm:' }: RedisStoreOptions): RedisStore {
  // Limits, answers and store on one client share its health: if Redis is silent, none waits.
  const bounded = new BoundedRedis('redisStore', redis);
  const run: RedisPort['eval'] = (script, keys, args) => bounded.ask((port) => port.eval(script, keys, args));
  const tell = (key: string): Promise<void> => bounded.ask((port) => port.publish(channel, key));
  const channel = `${keyPrefix}changed`;
  const listeners = new KeyedNotifier();
  const close = bounded.port.subscribe(channel, (key) => listeners.notify(key));
  const valueKey = (key: string): string => `${keyPrefix}entry:${key}`;
  const lockKey = (key: string): string => `${keyPrefix}lock:${key}`;

  const store = sharedStore({
    async get(key) {
      const [value, leftMs] = ((await run(GET, [valueKey(key)], [])) ?? []) as [string?, number?];
      const parsed = value === undefined ? null : parse(value);
      return parsed && { value: parsed, leftMs: Number(leftMs) };
    },
    async set(key, value, lifeMs) {
      await bounded.ask((port) => port.set(valueKey(key), JSON.stringify(value), lifeMs));
      await tell(key);
    },
    async lock(key, ms): Promise<StoreLock | null> {
      const token = globalThis.crypto.randomUUID();
      const keys = [lockKey(key)];
      const took = await run(LOCK, keys, [token, ms]).catch((error: unknown) => {
        // It may still run; this follows it on the same connection.
        bounded.port.eval(RELEASE, keys, [token]).catch(() => null);
        throw error;
      });
      if (took !== 1) return null;
      return {
        renew: (more) => run(RENEW, keys, [token, more]),
        async release() {
          await run(RELEASE, keys, [token]);
          await tell(key);
        },
      };
    },
    isLocked: async (key) => Number(await run(LEFT, [lockKey(key)], [])) > 0,
    subscribe: (key, listener) => listeners.subscribe(key, listener),
  });
  return { ...store, close };
}

function parse(value: string): StoreValue | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' ? (parsed as StoreValue | null) : null;
  } catch {
    return null;
  }
}
