import type { StoreLock, StoreValue, WarmStore } from '@forewarm/core';
import { KeyedNotifier } from '@forewarm/core/kit';
import { type RedisClient, toRedisPort } from '../redisClient.js';

export interface RedisStoreOptions {
  /** A client of `ioredis` or of `redis`, for one server or a cluster; a second connection is opened beside it, to listen. */
  redis: RedisClient;
  /** What stands before every key. Default `forewarm:`. */
  keyPrefix?: string | undefined;
}

/** A store that instances share, and the way to close its second connection. */
export interface RedisStore extends WarmStore {
  /** Closes the connection that listens; the client given stays open. */
  readonly close: () => void;
}

/** A value and how long it lives by Redis' own clock. What another program left there, of whatever type, counts as nothing. */
const GET = `
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' then return false end
return {value, redis.call('PTTL', KEYS[1])}`;

/** Takes the lock. One that never ends was left by another program: a lock of the kit's has an end. ARGV: token, ms. */
const LOCK = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('PTTL', KEYS[1]) ~= -1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Keeps the lock for longer where it is still this holder's. ARGV: token, ms. */
const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

/** Gives the lock back where it is still this holder's. ARGV: token. */
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** How long the lock still holds. */
const LEFT = "return redis.call('PTTL', KEYS[1])";

/** Makes a store that instances share. Every command touches one key, so that a cluster serves as well as one server. */
export function redisStore({ redis, keyPrefix = 'forewarm:' }: RedisStoreOptions): RedisStore {
  const port = toRedisPort('redisStore', redis);
  const channel = `${keyPrefix}changed`;
  const listeners = new KeyedNotifier();
  const close = port.subscribe(channel, (key) => listeners.notify(key));
  const valueKey = (key: string): string => `${keyPrefix}entry:${key}`;
  const lockKey = (key: string): string => `${keyPrefix}lock:${key}`;

  return {
    async get(key) {
      const [value, leftMs] = ((await port.eval(GET, [valueKey(key)], [])) ?? []) as [string?, number?];
      const parsed = value === undefined ? null : parse(value);
      return parsed && { value: parsed, leftMs: Number(leftMs) };
    },
    async set(key, value, lifeMs) {
      await port.set(valueKey(key), JSON.stringify(value), lifeMs);
      await port.publish(channel, key);
    },
    async lock(key, ms): Promise<StoreLock | null> {
      const token = globalThis.crypto.randomUUID();
      const keys = [lockKey(key)];
      if ((await port.eval(LOCK, keys, [token, ms])) !== 1) return null;
      return {
        renew: (more) => port.eval(RENEW, keys, [token, more]),
        async release() {
          await port.eval(RELEASE, keys, [token]);
          await port.publish(channel, key);
        },
      };
    },
    isLocked: async (key) => Number(await port.eval(LEFT, [lockKey(key)], [])) > 0,
    subscribe: (key, listener) => listeners.subscribe(key, listener),
    close,
  };
}

function parse(value: string): StoreValue | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' ? (parsed as StoreValue | null) : null;
  } catch {
    return null;
  }
}
