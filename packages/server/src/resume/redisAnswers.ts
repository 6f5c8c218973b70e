import { type Environment, ForewarmError, systemEnvironment } from '@forewarm/core';
import { BoundedRedis } from '../boundedRedis.js';
import type { RedisClient } from '../redisClient.js';
import type { Chunk } from '../stream/chunks.js';
import { brokenOff } from './brokenOff.js';
import { type AnswerKeys, answerKeys } from './answerKeys.js';
import type { AnswerRef, AnswerStore, AskAgain } from './answerStore.js';
import { memoryAnswers, type MemoryAnswersOptions } from './memoryAnswers.js';
import { ALIVE_MS, BEAT_MS, END, redisMirror, SIGN_EVERY } from './redisMirror.js';

export interface RedisAnswersOptions extends MemoryAnswersOptions {
  /** A client of `ioredis` or `redis`. */
  redis: RedisClient;
  /** The longest that one command to Redis is waited for, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
  /** What keys in Redis begin with. Default `forewarm:answer:`. */
  keyPrefix?: string | undefined;
}

/** How long an answer is looked for that is not there yet, and how often, in milliseconds. */
const FIND_MS = 1_000;
const LOOK_MS = 50;
/** Most events fetched at once. */
const AT_ONCE = 64;

/**
 * Keeps answers so that any instance can go on with them. Readers at the instance that asks the model are served from its memory; what is in Redis is
 * up to 100 ms behind, for the others. While Redis is down an answer can be gone on with at its own instance only.
 */
export function redisAnswers(init: RedisAnswersOptions): AnswerStore {
  const { redis: client, timeoutMs, keyPrefix = 'forewarm:answer:', ...options } = init;
  const redis = new BoundedRedis('redisAnswers', client, timeoutMs);
  const { environment = systemEnvironment, keepMs = 30_000 } = options;
  const keys = answerKeys(keyPrefix);
  const stop = (ref: AnswerRef): void => void own.stop(ref);
  const own = memoryAnswers(options, redisMirror({ redis, keys, environment, keepMs, stop }));
  const isOwnedBy = async (ref: AnswerRef): Promise<boolean | null> => {
    const [owner] = await range(redis, keys.events(ref), 0, 0);
    return owner === undefined ? null : owner === keys.owner(ref);
  };
  /** Whether it is there, and theirs; waits for one that is not there yet: the instance that writes it may be about to say so. */
  const isFound = async (ref: AnswerRef, signal: AbortSignal): Promise<boolean> => {
    for (let waitedMs = 0; !signal.aborted; waitedMs += LOOK_MS) {
      const isTheirs = await isOwnedBy(ref).catch((cause: unknown) => {
        const message = 'Where answers are kept can’t be reached at the moment; try again.';
        throw new ForewarmError('unreachable', message, { status: 503, retryAfterMs: 500, cause });
      });
      if (isTheirs !== null) return isTheirs;
      if (waitedMs >= FIND_MS) return false;
      await new Promise<void>((resolve) => environment.setTimeout(resolve, LOOK_MS));
    }
    return false;
  };
  return {
    keep: (answer, signal) => own.keep(answer, signal),
    async resume(ref, after, signal, again) {
      const here = await own.resume(ref, after, signal);
      if (here) return here;
      return (await isFound(ref, signal)) ? readRemote(redis, keys, ref, after, signal, environment, again) : null;
    },
    async stop(ref) {
      await own.stop(ref);
      if (await isOwnedBy(ref).catch(() => false))
        await redis.ask((port) => port.set(keys.stop(ref), '1', ALIVE_MS)).catch(() => null);
    },
  };
}

async function* readRemote(
  redis: BoundedRedis,
  keys: AnswerKeys,
  ref: AnswerRef,
  after: number,
  signal: AbortSignal,
  environment: Environment,
  again: AskAgain | undefined,
): AsyncGenerator<Chunk, void, undefined> {
  let at = after;
  const sent: string[] = [];
  try {
    for (let beats = 0; !signal.aborted; beats++) {
      if (beats % SIGN_EVERY === 0) await redis.ask((port) => port.set(keys.reader(ref), '1', ALIVE_MS));
      // Looked at before the events: whoever died had sent what is there, and nothing comes after.
      const alive = await redis.ask((port) => port.get(keys.alive(ref)));
      const events = await range(redis, keys.events(ref), at + 1, at + AT_ONCE);
      const end = events.indexOf(END);
      if (end !== 0 && events.length > 0) yield end < 0 ? events : events.slice(0, end);
      if (again) sent.push(...events);
      if (end >= 0) return;
      at += events.length;
      if (events.length > 0) continue;
      if (alive === null) break;
      await new Promise<void>((resolve) => environment.setTimeout(resolve, BEAT_MS));
    }
  } catch {
    // Redis is gone: told as what it is to the reader, an answer that broke off.
  }
  if (signal.aborted) return;
  const asked = again && (await claim(redis, keys, ref).catch(() => null));
  if (asked) yield* again(asked, sent);
  else yield brokenOff();
}

/** What was asked, for the one who may ask it again; null for everyone else, and once its first seconds are over. */
async function claim(redis: BoundedRedis, keys: AnswerKeys, ref: AnswerRef): Promise<string | null> {
  const asked = await redis.ask((port) => port.get(keys.asked(ref)));
  if (asked === null) return null;
  return (await redis.ask((port) => port.set(keys.again(ref), '1', 60_000, true))) ? asked : null;
}

const RANGE = "return redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[2])";

/** Elements of a list, from the one number to the other. */
async function range(redis: BoundedRedis, key: string, from: number, to: number): Promise<string[]> {
  return (await redis.ask((port) => port.eval(RANGE, [key], [from, to]))) as string[];
}
