// oxlint-disable-next-line typescript/triple-slash-reference -- whoever reads the source needs these types too, and an import of an ambient file is none
/// <reference path="./rateLimiterFlexible.d.ts" />
import { prefixKey, sha256 } from '@forewarm/core/kit';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
// Each by its own file: the package's index also loads Node's `cluster`, which workers and the edge runtime lack.
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';
import { personOf } from '../who/scope.js';
import { type Distinct, memoryDistinct, redisDistinct } from './distinct.js';
import type { LimitBy, LimitedCall, Limits, Refusal } from './limits.js';
import { networkOf } from './network.js';
import { type Quota, type Quotas, type QuotaOptions, resolveQuotas, wholeNumber } from './quotas.js';
import { redisSlots } from './redisSlots.js';
import { memorySlots } from './streamSlots.js';

export interface RateLimitsOptions {
  /** Default 60 a minute for a user, 120 for an address, none for a prefix or in total: what warms may cost is the policy's to bound. */
  warms?: QuotaOptions | undefined;
  /** Default 20 a minute for a user, 60 for an address, none for a prefix or in total. */
  asks?: QuotaOptions | undefined;
  /** Answers begun before their questions; one that is adopted counts as an ask too. Default 40 a minute for a user, 120 for an address. */
  speculations?: QuotaOptions | undefined;
  /**
   * Different prefixes, by id and params, that warms and asks may name: each costs a write, which a thousand warms of one do not. Default 20 in five
   * minutes (what most entries live) for a user, 60 for an address, none in total.
   */
  prefixes?: Omit<QuotaOptions, 'prefix'> | undefined;
  /**
   * Different conversations: a prefix with the turns so far, which costs a write of those turns. Default 60 in five minutes for a user, 180 for an address,
   * none in total.
   */
  threads?: Omit<QuotaOptions, 'prefix'> | undefined;
  /** Going on with answers, and ending them. Default 60 a minute for a user, 240 for an address: connections break in bursts. */
  resumes?: QuotaOptions | undefined;
  /**
   * Answers that may stream at once to one user, or to one address where no user is known, and as many that are gone on with: whose first connection broke may
   * still hold its place. Default 8; null for no limit.
   */
  streams?: number | null | undefined;
  /** A client of `ioredis` or `redis`, to count for all instances together. Default the memory of this process, which is also what is left while Redis is down. */
  redis?: RedisClient | undefined;
  /** The longest that Redis may keep one request waiting, all its limits together, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
  /** What keys in Redis begin with. Default `forewarm:limit:`. */
  keyPrefix?: string | undefined;
}

const WARMS: Quotas = { user: perMinute(60), address: perMinute(120), prefix: null, total: null };
const ASKS: Quotas = { user: perMinute(20), address: perMinute(60), prefix: null, total: null };
const SPECULATIONS: Quotas = { user: perMinute(40), address: perMinute(120), prefix: null, total: null };
const RESUMES: Quotas = { user: perMinute(60), address: perMinute(240), prefix: null, total: null };

const PREFIXES: Quotas = {
  user: { max: 20, perSeconds: 300 },
  address: { max: 60, perSeconds: 300 },
  prefix: null,
  total: null,
};

const THREADS: Quotas = {
  user: { max: 60, perSeconds: 300 },
  address: { max: 180, perSeconds: 300 },
  prefix: null,
  total: null,
};

/** How long a client waits that has too many answers open: about what one takes to end, in milliseconds. */
const STREAMS_RETRY_MS = 5_000;

/** Counts one request by a key. */
type Limiter = (key: string, request: object | undefined, by: LimitBy) => Promise<Refusal | null>;

/** A script as `rate-limiter-flexible` hands it to node-redis. */
interface ScriptCall {
  readonly keys: string[];
  readonly arguments: string[];
}

/** Limits per user, address, prefix and in total, for warms and asks apart, and on answers that stream at once. */
export function rateLimits(options: RateLimitsOptions = {}): Limits {
  const {
    warms = {},
    asks = {},
    resumes = {},
    speculations = {},
    prefixes = {},
    threads = {},
    streams = 8,
    keyPrefix = 'forewarm:limit:',
  } = options;
  const redis = options.redis && new BoundedRedis('rateLimits', options.redis, options.timeoutMs);
  if (streams !== null) wholeNumber('streams', streams, 1);
  const slots = redis ? redisSlots(redis, `${keyPrefix}streams:`) : memorySlots();
  const limiters = {
    warm: openLimiters(`${keyPrefix}warm:`, resolveQuotas('warms', warms, WARMS), redis),
    ask: openLimiters(`${keyPrefix}ask:`, resolveQuotas('asks', asks, ASKS), redis),
    resume: openLimiters(`${keyPrefix}resume:`, resolveQuotas('resumes', resumes, RESUMES), redis),
    speculate: openLimiters(`${keyPrefix}speculate:`, resolveQuotas('speculations', speculations, SPECULATIONS), redis),
  };

  const distinctPrefixes = openDistinct(`${keyPrefix}prefixes:`, resolveQuotas('prefixes', prefixes, PREFIXES), redis);
  const distinctThreads = openDistinct(`${keyPrefix}threads:`, resolveQuotas('threads', threads, THREADS), redis);

  return {
    async count(call) {
      const keys = keysOf(call);
      const see = async (distinct: Map<LimitBy, Distinct>, thing: string | undefined): Promise<Refusal | null> => {
        for (const [by, add] of thing === undefined ? [] : distinct) {
          const key = keys[by];
          const retryAfterMs = key === undefined ? null : await add(key, thing!, call.request);
          if (retryAfterMs !== null) return { by, retryAfterMs };
        }
        return null;
      };
      const refused = (await see(distinctPrefixes, keys.prefix)) ?? (await see(distinctThreads, threadOf(call)));
      if (refused) return refused;
      const by = limiters[call.action];
      const take = async (name: LimitBy): Promise<Refusal | null> => {
        const [limiter, key] = [by.get(name), keys[name]];
        return limiter === undefined || key === undefined ? null : limiter(key, call.request, name);
      };
      // Whoever is over a limit of their own must not use up what all share.
      return (await take('user')) ?? (await take('address')) ?? (await take('prefix')) ?? take('total');
    },

    async openStream({ action, scope, connection, request }) {
      const who = personOf(scope) ?? (connection.address && networkOf(connection.address));
      if (streams === null || who === undefined) return () => {};
      const key = digest(action === 'resume' || action === 'speculate' ? `${action}/${who}` : who);
      return (await slots.take(key, streams, request)) ?? { by: 'streams', retryAfterMs: STREAMS_RETRY_MS };
    },
  };
}

function openLimiters(keyPrefix: string, quotas: Quotas, redis: BoundedRedis | undefined): Map<LimitBy, Limiter> {
  const open = (name: LimitBy, { max, perSeconds }: Quota): Limiter => {
    const quota = { keyPrefix: `${keyPrefix}${name}`, points: max, duration: perSeconds };
    const memory = new RateLimiterMemory(quota);
    const inMemory: Limiter = (key, _request, by) => consume(memory, key, by);
    if (!redis) return inMemory;
    const { port } = redis;
    const shared = new RateLimiterRedis({
      ...quota,
      storeClient: { eval: (script: string, call: ScriptCall) => port.eval(script, call.keys, call.arguments) },
      useRedisPackage: true,
      // Whoever is over it costs no further question to Redis until it ends.
      inMemoryBlockOnConsumed: max + 1,
    });
    return (key, request, by) =>
      redis.ask(() => consume(shared, key, by), request).catch(() => inMemory(key, request, by));
  };
  const used = Object.entries(quotas) as [LimitBy, Quota | null][];
  return new Map(used.flatMap(([name, quota]) => (quota ? [[name, open(name, quota)]] : [])));
}

function openDistinct(keyPrefix: string, quotas: Quotas, redis: BoundedRedis | undefined): Map<LimitBy, Distinct> {
  const open = (name: LimitBy, quota: Quota): Distinct =>
    redis ? redisDistinct(redis, `${keyPrefix}${name}:`, quota) : memoryDistinct(quota);
  const used = Object.entries({ ...quotas, prefix: null }) as [LimitBy, Quota | null][];
  return new Map(used.flatMap(([name, quota]) => (quota ? [[name, open(name, quota)]] : [])));
}

async function consume(limiter: RateLimiterAbstract, key: string, by: LimitBy): Promise<Refusal | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) return { by, retryAfterMs: Math.max(1, thrown.msBeforeNext) };
    throw thrown;
  }
}

function keysOf({ scope, connection, prefix }: LimitedCall): Record<LimitBy, string | undefined> {
  const person = personOf(scope);
  return {
    user: person && digest(person),
    address: connection.address && networkOf(connection.address),
    // One document, whatever was said about it so far.
    prefix: prefix && digest(prefixKey({ id: prefix.id, params: prefix.params })),
    total: 'all',
  };
}

/** The conversation a call is about, where it has turns. */
function threadOf({ prefix }: LimitedCall): string | undefined {
  return prefix?.thread?.length ? digest(prefixKey(prefix)) : undefined;
}

/** Short, whatever was given, and without a name in it. */
function digest(text: string): string {
  return sha256(text).slice(0, 32);
}

function perMinute(max: number): Quota {
  return { max, perSeconds: 60 };
}
