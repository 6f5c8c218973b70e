import { prefixKey, sha256, wholeNumber } from '@forewarm/core/kit';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';
import { personOf } from '../who/scope.js';
import { distinct } from './distinct.js';
import type { LimitBy, LimitedCall, Limits, Refusal } from './limits.js';
import { networkOf } from './network.js';
import { type Counter, type QuotaOptions, type Quotas, resolveQuotas } from './quotas.js';
import { redisSlots } from './redisSlots.js';
import { requests } from './requests.js';
import { memorySlots } from './streamSlots.js';

/** Quotas per prefix and in total have no default. */
export interface RateLimitsOptions {
  /** Warms, besides the policy's budget. Default: 60 a minute per user, 120 per address. */
  warms?: QuotaOptions | undefined;
  /** Asks. Default: 20 a minute per user, 60 per address. */
  asks?: QuotaOptions | undefined;
  /**
   * Speculative answers; an adopted one is also an ask. Default: 40 a minute per user, 120 per
   * address.
   */
  speculations?: QuotaOptions | undefined;
  /**
   * Different prefixes, by id and params: each costs a write. Default: 20 per user and 60 per
   * address in five minutes, the life of most entries.
   */
  prefixes?: Omit<QuotaOptions, 'prefix'> | undefined;
  /** Different conversations. Default: 60 in five minutes per user, 180 per address. */
  threads?: Omit<QuotaOptions, 'prefix'> | undefined;
  /** Resumes and stops, which come in bursts. Default: 60 a minute per user, 240 per address. */
  resumes?: QuotaOptions | undefined;
  /**
   * Open answers per user, or per address of unknown users; and as many resumed ones, whose broken
   * connection may still count. Default 8; null for no limit.
   */
  streams?: number | null | undefined;
  /** Counts for all instances. Default: this process's memory, also while Redis is down. */
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
};
type Name = keyof typeof DEFAULTS;

const BY_ACTION = { warm: 'warms', ask: 'asks', speculate: 'speculations', resume: 'resumes' } as const;

/** About an answer's length. */
const STREAMS_RETRY_MS = 5_000;

/** Limits each kind of call, and open answers. */
export function rateLimits(options: RateLimitsOptions = {}): Limits {
  const { streams = 8, keyPrefix = 'forewarm:limit:' } = options;
  const redis = options.redis && new BoundedRedis('rateLimits', options.redis, options.timeoutMs);
  if (streams !== null) wholeNumber('rateLimits', 'streams', streams);
  const slots = redis ? redisSlots(redis, `${keyPrefix}streams:`) : memorySlots();
  const open = (name: Name): [LimitBy, Counter][] => {
    const counting = name === 'prefixes' || name === 'threads' ? distinct : requests;
    return resolveQuotas(name, options[name] ?? {}, DEFAULTS[name]).map(([by, quota]) => {
      const own = counting.inMemory(quota);
      const shared = redis && counting.inRedis(quota, redis, `${keyPrefix}${name}:${by}`);
      return [by, shared ? (...call) => shared(...call).catch(() => own(...call)) : own];
    });
  };
  const names = Object.keys(DEFAULTS) as Name[];
  const counters = Object.fromEntries(names.map((name) => [name, open(name)])) as Record<Name, [LimitBy, Counter][]>;

  return {
    async count(call) {
      const keys = keysOf(call);
      // In order: a user over their own limit must not use up a shared one.
      const take = async (name: Name, thing: string | undefined): Promise<Refusal | null> => {
        if (thing === undefined) return null;
        for (const [by, counter] of counters[name]) {
          const key = keys[by];
          const retryAfterMs = key === undefined ? null : await counter(key, thing, call.request);
          if (retryAfterMs !== null) return { by, retryAfterMs };
        }
        return null;
      };
      return (
        (await take('prefixes', keys.prefix)) ??
        (await take('threads', threadOf(call))) ??
        take(BY_ACTION[call.action], '')
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
    // Whatever its thread.
    prefix: prefix && digest(prefixKey({ id: prefix.id, params: prefix.params })),
    total: 'all',
  };
}

function threadOf({ prefix }: LimitedCall): string | undefined {
  return prefix?.thread?.length ? digest(prefixKey(prefix)) : undefined;
}

/** Names nobody. */
function digest(text: string): string {
  return sha256(text).slice(0, 32);
}

function perPerson(user: number, address: number, perSeconds: number): Quotas {
  return { user: { max: user, perSeconds }, address: { max: address, perSeconds }, prefix: null, total: null };
}
