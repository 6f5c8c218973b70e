import { sharedStore, type StoreLock, type StoreValue } from '@forewarm/core';
import { KeyedNotifier, type SharedStore } from '@forewarm/core/kit';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';

export interface RedisStoreOptions {
  /** One server or a cluster. Opens a second connection to listen. */
  redis: RedisClient;
  /** Prefix of the keys. Default `forewarm:`. */
  keyPrefix?: string | undefined;
}

export interface RedisStore extends SharedStore {
  /** Your client stays open. */
  readonly close: () => void;
}

/** Nothing for other programs' values. */
const GET = `
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' then return false end
return {value, redis.call('PTTL', KEYS[1])}`;

const SET = `
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4])`;

/** Also takes a lock without an end, which is another program's. ARGV: token, ms. */
const LOCK = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('PTTL', KEYS[1]) ~= -1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end`;

const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])`;

const LEFT = "return redis.call('PTTL', KEYS[1])";

/** Makes a store that instances share. Each command uses one key, for clusters. */
export function redisStore({ redis, keyPrefix = 'forewarm:' }: RedisStoreOptions): RedisStore {
  const bounded = new BoundedRedis('redisStore', redis);
  const run = (script: string, key: string, ...args: (string | number)[]): Promise<unknown> =>
    bounded.ask((port) => port.eval(script, [key], args));
  const channel = `${keyPrefix}changed`;
  const listeners = new KeyedNotifier();
  const close = bounded.port.subscribe(channel, (key) => listeners.notify(key));
  const valueKey = (key: string): string => `${keyPrefix}entry:${key}`;
  const lockKey = (key: string): string => `${keyPrefix}lock:${key}`;

  const store = sharedStore({
    async get(key) {
      const [value, leftMs] = ((await run(GET, valueKey(key))) ?? []) as [string?, number?];
      const parsed = value === undefined ? null : parse(value);
      return parsed && { value: parsed, leftMs: Number(leftMs) };
    },
    set: (key, value, lifeMs) =>
      run(SET, valueKey(key), JSON.stringify(value), Math.max(1, Math.ceil(lifeMs)), channel, key),
    async lock(key, ms): Promise<StoreLock | null> {
      const token = globalThis.crypto.randomUUID();
      const lock = lockKey(key);
      const took = await run(LOCK, lock, token, ms).catch((error: unknown) => {
        // It may still run; this follows on the same connection.
        bounded.port.eval(RELEASE, [lock], [token, channel, key]).catch(() => null);
        throw error;
      });
      if (took !== 1) return null;
      return {
        renew: (more) => run(RENEW, lock, token, more),
        release: () => run(RELEASE, lock, token, channel, key),
      };
    },
    isLocked: async (key) => Number(await run(LEFT, lockKey(key))) > 0,
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
