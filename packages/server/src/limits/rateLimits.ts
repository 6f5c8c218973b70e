import { prefixKey, sha256, wholeNumber } from '@forewarm/core/kit';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';
import { personOf } from '../who/scope.js';
import type { Counter } from './counter.js';
import { distinctCounter } from './distinct.js';
import type { LimitBy, LimitedCall, Limits, Refusal } from './limits.js';
import { networkOf } from './network.js';
import { type Quota, type QuotaOptions, type Quotas, resolveQuotas } from './quotas.js';
import { requestCounter } from './requests.js';
import { redisSlots } from './redisSlots.js';
import { memorySlots } from './streamSlots.js';

export interface RateLimitsOptions {
  /**
   * Warms. Default: 60 a minute per user, 120 per address, no limit per prefix or in total, since
   * the policy's budget limits costs.
   */
  warms?: QuotaOptions | undefined;
  /** Asks. Default: 20 a minute per user, 60 per address, no limit per prefix or in total. */
  asks?: QuotaOptions | undefined;
  /**
   * Speculative answers; an adopted one also counts as an ask. Default: 40 a minute per user, 120
   * per address.
   */
  speculations?: QuotaOptions | undefined;
  /**
   * Different prefixes, by id and params: each costs a write. Default: 20 in five minutes (the life
   * of most entries) per user, 60 per address, no limit in total.
   */
  prefixes?: Omit<QuotaOptions, 'prefix'> | undefined;
  /**
   * Different conversations: each costs a write of its turns. Default: 60 in five minutes per user,
   * 180 per address, no limit in total.
   */
  threads?: Omit<QuotaOptions, 'prefix'> | undefined;
  /**
   * Resumes and stops. Default: 60 a minute per user, 240 per address, since connections break in
   * bursts.
   */
  resumes?: QuotaOptions | undefined;
  /**
   * Answers streaming at once per user, or per address of unknown users; and as many resumed ones,
   * whose broken connection may still count. Default 8; null for no limit.
   */
  streams?: number | null | undefined;
  /**
   * A client of `ioredis` or `redis`, to count for all instances. Default: this process's memory,
   * also used while Redis is down.
   */
  redis?: RedisClient | undefined;
  /** The longest that Redis may delay a request, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
  /** Prefix of the Redis keys. Default `forewarm:limit:`. */
  keyPrefix?: string | undefined;
}

const DEFAULTS = {
  warms: perPerson(60, 120, 60),
  asks: perPerson(20, 60, 60),
  speculations: perPerson(40, 120, 60),
  resumes: perPerson(60, 240, 60),
  prefixes: perPerson(20, 60, 300),
  threads: perPerson(60, 180, 300),
} satisfies Record<string, Quotas>;

/** The quotas of each action. */
const QUOTA_OF = { warm: 'warms', ask: 'asks', speculate: 'speculations', resume: 'resumes' } as const;

/**
 * When a client with too many open answers may try again, in milliseconds: about the length of an
 * answer.
 */
const STREAMS_RETRY_MS = 5_000;

/** Limits calls per user, address, prefix and in total, each kind separately, and open answers. */
export function rateLimits(options: RateLimitsOptions = {}): Limits {
  const { streams = 8, keyPrefix = 'forewarm:limit:' } = options;
  const redis = options.redis && new BoundedRedis('rateLimits', options.redis, options.timeoutMs);
  if (streams !== null) wholeNumber('rateLimits', 'streams', streams);
  const slots = redis ? redisSlots(redis, `${keyPrefix}streams:`) : memorySlots();
  const open = (name: keyof typeof DEFAULTS, counter: typeof requestCounter): [LimitBy, Counter][] => {
    const quotas = Object.entries(resolveQuotas(name, options[name] ?? {}, DEFAULTS[name])) as [
      LimitBy,
      Quota | null,
    ][];
    return quotas.flatMap(([by, quota]) => (quota ? [[by, counter(`${keyPrefix}${name}:${by}`, quota, redis)]] : []));
  };
  const counters = {
    warms: open('warms', requestCounter),
    asks: open('asks', requestCounter),
    speculations: open('speculations', requestCounter),
    resumes: open('resumes', requestCounter),
    prefixes: open('prefixes', distinctCounter),
    threads: open('threads', distinctCounter),
  };

  return {
    async count(call) {
      const keys = keysOf(call);
      // In this order: a user over their own limit must not use up a shared one.
      const take = async (name: keyof typeof DEFAULTS, thing = ''): Promise<Refusal | null> => {
        for (const [by, counter] of counters[name]) {
          const key = keys[by];
          const retryAfterMs = key === undefined ? null : await counter(key, thing, call.request);
          if (retryAfterMs !== null) return { by, retryAfterMs };
        }
        return null;
      };
      const thread = threadOf(call);
      return (
        (keys.prefix === undefined ? null : await take('prefixes', keys.prefix)) ??
        (thread === undefined ? null : await take('threads', thread)) ??
        take(QUOTA_OF[call.action])
      );
    },

    async openStream({ action, scope, connection, request }) {
      const who = personOf(scope) ?? (connection.address && networkOf(connection.address));
      if (streams === null || who === undefined) return () => {};
      const key = digest(action === 'resume' || action === 'speculate' ? `${action}/${who}` : who);
      return (await slots.take(key, streams, request)) ?? { by: 'streams', retryAfterMs: STREAMS_RETRY_MS };
    },
  };
}

function keysOf({ scope, connection, prefix }: LimitedCall): Record<LimitBy, string | undefined> {
  const person = personOf(scope);
  return {
    user: person && digest(person),
    address: connection.address && networkOf(connection.address),
    // The document, whatever its thread.
    prefix: prefix && digest(prefixKey({ id: prefix.id, params: prefix.params })),
    total: 'all',
  };
}

/** The call's conversation, if it has turns. */
function threadOf({ prefix }: LimitedCall): string | undefined {
  return prefix?.thread?.length ? digest(prefixKey(prefix)) : undefined;
}

/** Short, and without a name. */
function digest(text: string): string {
  return sha256(text).slice(0, 32);
}

function perPerson(user: number, address: number, perSeconds: number): Quotas {
  return { user: { max: user, perSeconds }, address: { max: address, perSeconds }, prefix: null, total: null };
}
