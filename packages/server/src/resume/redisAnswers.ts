import { type Environment, ForewarmError, systemEnvironment } from '@forewarm/core';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';
import type { Chunk } from '../stream/chunks.js';
import { brokenOff } from './brokenOff.js';
import { type AnswerKeys, answerKeys } from './answerKeys.js';
import type { AnswerRef, AnswerStore, AskAgain, KeptAnswer, Reader, Succession } from './answerStore.js';
import { memoryAnswers, type MemoryAnswersOptions } from './memoryAnswers.js';
import { ALIVE_MS, BEAT_MS, END, redisMirror, SIGN_EVERY } from './redisMirror.js';

export interface RedisAnswersOptions extends MemoryAnswersOptions {
  /** `ioredis` or `redis`. */
  redis: RedisClient;
  /** The longest wait for one command, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
  /** Prefix of the Redis keys. Default `forewarm:answer:`. */
  keyPrefix?: string | undefined;
}

/** How long, and how often, to look for an answer not there yet. */
const FIND_MS = 1_000;
const LOOK_MS = 50;
const AT_ONCE = 64;

/**
 * Keeps answers for any instance to continue. The asking instance serves its readers from memory;
 * Redis is up to 100 ms behind. While it is down, only that instance can continue.
 */
export function redisAnswers(init: RedisAnswersOptions): AnswerStore {
  const { redis: client, timeoutMs, keyPrefix = 'forewarm:answer:', ...options } = init;
  const redis = new BoundedRedis('redisAnswers', client, timeoutMs);
  const { environment = systemEnvironment, keepMs = 30_000 } = options;
  const keys = answerKeys(keyPrefix);
  const stop = (ref: AnswerRef): void => void own.stop(ref);
  const own = memoryAnswers(options, redisMirror({ redis, keys, environment, keepMs, stop }));
  const isOwnedBy = async (ref: AnswerRef, request?: object): Promise<boolean | null> => {
    const [owner] = await range(redis, keys.events(ref), 0, 0, request);
    return owner === undefined ? null : owner === keys.owner(ref);
  };
  /** Its instance may be about to announce it. */
  const isFound = async (ref: AnswerRef, { signal, request }: Reader): Promise<boolean> => {
    for (let waitedMs = 0; !signal.aborted; waitedMs += LOOK_MS) {
      const isTheirs = await isOwnedBy(ref, request).catch((cause: unknown) => {
        const message = 'The store of answers can’t be reached; try again.';
        throw new ForewarmError('unreachable', message, { status: 503, retryAfterMs: 500, cause });
      });
      if (isTheirs !== null) return isTheirs;
      if (waitedMs >= FIND_MS) return false;
      await new Promise<void>((resolve) => environment.setTimeout(resolve, LOOK_MS));
    }
    return false;
  };
  const readRemote = (ref: AnswerRef, after: number, { signal }: Reader, again?: AskAgain): KeptAnswer => {
    let signs = 0;
    const onSign = (): void => void signs++;
    return { chunks: remote(redis, keys, ref, after, { signal, environment, again, onSign }), signs: () => signs };
  };

  return {
    keep: (answer, reader) => own.keep(answer, reader),
    async resume(ref, after, reader, again) {
      const here = await own.resume(ref, after, reader);
      if (here) return here;
      return (await isFound(ref, reader)) ? readRemote(ref, after, reader, again) : null;
    },
    async stop(ref, request) {
      await own.stop(ref);
      if (await isOwnedBy(ref, request).catch(() => false))
        await redis.ask((port) => port.set(keys.stop(ref), '1', ALIVE_MS), request).catch(() => null);
    },
  };
}

interface RemoteOptions {
  readonly signal: AbortSignal;
  readonly environment: Environment;
  readonly again: AskAgain | undefined;
  readonly onSign: () => void;
}

async function* remote(
  redis: BoundedRedis,
  keys: AnswerKeys,
  ref: AnswerRef,
  after: number,
  { signal, environment, again, onSign }: RemoteOptions,
): AsyncGenerator<Chunk, void, undefined> {
  let at = after;
  let life: string | null = null;
  try {
    for (let beats = 0; !signal.aborted; beats++) {
      if (beats % SIGN_EVERY === 0) await redis.ask((port) => port.set(keys.reader(ref), '1', ALIVE_MS));
      // First: whoever died had sent what is there.
      const alive = await redis.ask((port) => port.get(keys.alive(ref)));
      if (alive !== null && life !== null && alive !== life) onSign();
      life = alive;
      const events = await range(redis, keys.events(ref), at + 1, at + AT_ONCE);
      const end = events.indexOf(END);
      if (end !== 0 && events.length > 0) yield end < 0 ? events : events.slice(0, end);
      if (end >= 0) return;
      at += events.length;
      if (events.length > 0) continue;
      if (alive === null) break;
      await new Promise<void>((resolve) => environment.setTimeout(resolve, BEAT_MS));
    }
  } catch {
    // Without Redis, the reader's answer broke off.
  }
  if (signal.aborted) return;
  if (again) yield* again(() => succeed(redis, keys, ref).catch(() => null));
  else yield brokenOff();
}

/** Life of a replacement's id. */
const SUCCEEDED_MS = 60_000;

/**
 * Replaces a lost answer, once, and stops its instance, should that come back. KEYS: again, asked,
 * stop. ARGV: the new id, ms. Gives the new id and what was asked; only the id if another was
 * quicker; nothing if too late.
 */
const SUCCEED = `
local other = redis.call('GET', KEYS[1])
if other then return {other} end
local asked = redis.call('GET', KEYS[2])
if not asked then return {} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[3], '1', 'PX', ARGV[2])
return {ARGV[1], asked}`;

async function succeed(redis: BoundedRedis, keys: AnswerKeys, ref: AnswerRef): Promise<Succession | null> {
  const names = [keys.again(ref), keys.asked(ref), keys.stop(ref)];
  const args = [globalThis.crypto.randomUUID(), SUCCEEDED_MS];
  const [id, asked = null] = (await redis.ask((port) => port.eval(SUCCEED, names, args))) as string[];
  return id === undefined ? null : { id, asked };
}

const RANGE = "return redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[2])";

async function range(redis: BoundedRedis, key: string, from: number, to: number, request?: object): Promise<string[]> {
  return (await redis.ask((port) => port.eval(RANGE, [key], [from, to]), request)) as string[];
}
