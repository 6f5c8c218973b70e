import { existsSync } from 'node:fs';
import { type AnswerStore, memoryAnswers } from '@forewarm/server';
import { redisAnswers } from '@forewarm/server/answers';
import { rateLimits } from '@forewarm/server/limits';
import { redisStore } from '@forewarm/server/redis';
import type { Limits } from '@forewarm/server';
import type { WarmStore } from '@forewarm/core';
import { Redis } from 'ioredis';
import type { Config } from './config.js';

/**
 * What is shared between instances where there is Redis, and kept in this one where there is none.
 */
export interface Shared {
  readonly store: WarmStore | undefined;
  readonly limits: Limits;
  readonly answers: AnswerStore;
  /** False while an operator has switched warming off, here or for all instances. */
  readonly isWarmingOn: () => boolean;
  /** Why not all is well; null where it is. */
  readonly problem: () => string | null;
  readonly close: () => void;
}

/**
 * The key in Redis that switches warming off for all instances: `SET forewarm:off 1`,
 * `DEL forewarm:off`.
 */
const OFF_KEY = 'forewarm:off';
/** How often the switch is looked at, in milliseconds. */
const LOOK_MS = 1_000;

/**
 * Opens what instances share. `onError` is told of trouble with Redis; none of it keeps a question
 * from being answered.
 */
export function openShared(config: Config, onError: (error: Error) => void): Shared {
  const { warmsPerMinute, asksPerMinute, answersAtOnce } = config.limits;
  const redis = config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, onError);
  const store = redis && redisStore({ redis });
  let offByRedis = false;
  let offByFile = false;
  const look = (): void => {
    offByFile = config.warmingOffFile !== undefined && existsSync(config.warmingOffFile);
    // Out of reach, the last word stands.
    redis?.get(OFF_KEY).then(
      (value) => (offByRedis = value !== null),
      () => null,
    );
  };
  look();
  redis?.once('ready', look);
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return {
    store,
    limits: rateLimits({
      warms: { address: { max: warmsPerMinute, perSeconds: 60 } },
      asks: { address: { max: asksPerMinute, perSeconds: 60 } },
      // Each lane of the page's race is one.
      prefixes: { address: { max: 4 * asksPerMinute, perSeconds: 300 } },
      // A connection that is bad breaks more than once in an answer.
      resumes: { address: { max: 4 * asksPerMinute, perSeconds: 60 } },
      streams: answersAtOnce,
      redis,
    }),
    answers: redis ? redisAnswers({ redis }) : memoryAnswers(),
    isWarmingOn: () => !offByRedis && !offByFile,
    problem: () => (redis && redis.status !== 'ready' ? `redis is ${redis.status}` : null),
    close() {
      clearInterval(timer);
      store?.close();
      redis?.disconnect();
    },
  };
}

function openRedis(url: string, onError: (error: Error) => void): Redis {
  // What is down or silent must be an error at once: each part then goes on by itself.
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: 500,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  redis.on('error', onError);
  return redis;
}
