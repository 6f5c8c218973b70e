import { createHandler, type Handler } from '@forewarm/server';
import { redisAnswers } from '@forewarm/server/answers';
import { rateLimits } from '@forewarm/server/limits';
import { redisStore } from '@forewarm/server/redis';
import { Redis } from 'ioredis';
import { parts } from '../app.js';

declare const REDIS: string;

/** Two handlers as two instances would have them, over one Redis. */
export function sharedHandlers(): Record<string, Handler> {
  const open = (): Handler => {
    const redis = new Redis(REDIS, { enableOfflineQueue: false, commandTimeout: 5_000 });
    redis.on('error', () => null);
    const limits = rateLimits({ asks: { total: { max: 5, perSeconds: 60 } }, redis });
    return createHandler({ ...parts, store: redisStore({ redis }), answers: redisAnswers({ redis }), limits });
  };
  return { 'shared-1': open(), 'shared-2': open() };
}
