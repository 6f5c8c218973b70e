import { createHandler, type Handler } from '@forewarm/server';
import { redisAnswers } from '@forewarm/server/answers';
import { rateLimits } from '@forewarm/server/limits';
import { type RedisClient, redisStore } from '@forewarm/server/redis';
import { Redis } from '@upstash/redis/cloudflare';
import { parts } from '../app.js';

declare const REST: string;
declare const REST_TOKEN: string;

/** A handler that keeps in a Redis what instances share. */
export function overRedis(redis: RedisClient, keyPrefix: string): Handler {
  const limits = rateLimits({ asks: { total: { max: 5, perSeconds: 60 } }, redis, keyPrefix: `${keyPrefix}limit:` });
  const store = redisStore({ redis, keyPrefix });
  const answers = redisAnswers({ redis, keyPrefix: `${keyPrefix}answer:` });
  return createHandler({ ...parts, store, answers, limits });
}

/** Two handlers as two instances would have them, over one Redis that is reached over HTTP. */
export function restHandlers(): Record<string, Handler> {
  const open = (): Handler =>
    overRedis(new Redis({ url: REST, token: REST_TOKEN, automaticDeserialization: false }), 'http:');
  return { 'rest-1': open(), 'rest-2': open() };
}
