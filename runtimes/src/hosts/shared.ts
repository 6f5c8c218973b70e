import type { Handler } from '@forewarm/server';
import { Redis } from 'ioredis';
import { overRedis, restHandlers } from './overRedis.js';

declare const REDIS: string;

/** Two handlers as two instances would have them, over one Redis. */
export function sharedHandlers(): Record<string, Handler> {
  const open = (): Handler => {
    const redis = new Redis(REDIS, { enableOfflineQueue: false, commandTimeout: 5_000 });
    redis.on('error', () => null);
    return overRedis(redis, 'tcp:');
  };
  return { 'redis-1': open(), 'redis-2': open(), ...restHandlers() };
}
