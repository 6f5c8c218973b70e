import type { Environment } from '@forewarm/core';
import type { BoundedRedis } from '../boundedRedis.js';
import type { AnswerKeys } from './answerKeys.js';
import type { AnswerRef } from './answerStore.js';
import type { Mirror } from './memoryAnswers.js';

/** How often events go to Redis, and another instance looks. */
export const BEAT_MS = 100;
/** How long a sign of life counts. */
export const ALIVE_MS = 5_000;
/** How long an answer may be asked again; a lost instance shows after `ALIVE_MS`. */
const AGAIN_MS = 20_000;
/** Beats between signs of life. */
export const SIGN_EVERY = 10;
/** Follows the last event. */
export const END = '';
/** Only its own instance can continue a longer answer. */
const MAX_LENGTH = 4_000_000;

/**
 * Takes an id, once. A client may send it twice, so its own token counts as taken now. KEYS: list,
 * alive, asked. ARGV: owner, ms of the list, token, ms of life, what was asked ('' for nothing), ms
 * of that. Gives 1 if taken.
 */
const TAKE = `
local life = redis.call('GET', KEYS[2])
if life == ARGV[3] then return 1 end
if life or redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
if ARGV[5] ~= '' then redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6]) end
return 1`;

/**
 * A sign of life, also without events. KEYS: list, alive, stop. ARGV: ms of the list, signs, ms of
 * life. Gives whether somebody asked for the end.
 */
const SIGN = `
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return redis.call('GET', KEYS[3])`;

/**
 * Adds events with their expiry in one step, since connections break. A list of another length has
 * lost events, which would shift numbers; one that has these was sent them twice. KEYS: list. ARGV:
 * its length, ms, events. Gives 1 if it fits.
 */
const APPEND = `
local length = redis.call('LLEN', KEYS[1])
if length ~= tonumber(ARGV[1]) then
  if length == ARGV[1] + #ARGV - 2 and redis.call('LINDEX', KEYS[1], -1) == ARGV[#ARGV] then return 1 end
  redis.call('DEL', KEYS[1])
  return 0
end
for n = 3, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[n]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

interface Outgoing {
  readonly ref: AnswerRef;
  readonly signs: () => number;
  pending: string[];
  sent: number;
  length: number;
  sending: boolean;
  ended: boolean;
  beats: number;
  onLeft: () => void;
}

export interface RedisMirrorOptions {
  readonly redis: BoundedRedis;
  readonly keys: AnswerKeys;
  readonly environment: Environment;
  readonly keepMs: number;
  readonly stop: (ref: AnswerRef) => void;
}

/**
 * Each answer has its own beat: in a worker a timer ends with its request. One with a gap is
 * removed; only this instance has it.
 */
export function redisMirror({ redis, keys, environment, keepMs, stop }: RedisMirrorOptions): Mirror {
  const outgoing = new Map<string, Outgoing>();

  const leave = (out: Outgoing): void => {
    outgoing.delete(out.ref.id);
    out.onLeft();
  };
  const drop = (out: Outgoing): void => {
    leave(out);
    // If this fails, the list expires.
    redis.ask((port) => port.del(keys.events(out.ref))).catch(() => null);
  };

  const send = async (out: Outgoing): Promise<void> => {
    if (out.sending || out.pending.length === 0) return;
    out.sending = true;
    const { ref, pending } = out;
    out.pending = [];
    try {
      const args = [out.sent, keepMs + ALIVE_MS, ...pending];
      const fits = await redis.ask((port) => port.eval(APPEND, [keys.events(ref)], args));
      out.sent += pending.length;
      if (fits !== 1) return drop(out);
      if (out.ended && out.pending.length === 0) leave(out);
    } catch {
      drop(out);
    } finally {
      out.sending = false;
    }
  };

  const sign = async ({ ref, signs }: Outgoing): Promise<void> => {
    const names = [keys.events(ref), keys.alive(ref), keys.stop(ref)];
    const args = [keepMs + ALIVE_MS, signs(), ALIVE_MS];
    if ((await redis.ask((port) => port.eval(SIGN, names, args))) !== null) stop(ref);
  };

  const beat = (out: Outgoing): void => {
    if (outgoing.get(out.ref.id) !== out) return;
    out.beats++;
    void send(out);
    if (out.beats % SIGN_EVERY === 0) sign(out).catch(() => null);
    environment.setTimeout(() => beat(out), BEAT_MS);
  };

  return {
    async begin({ id, owner, asked = '', signs }, request) {
      const ref = { id, owner };
      const token = globalThis.crypto.randomUUID();
      const names = [keys.events(ref), keys.alive(ref), keys.asked(ref)];
      const args = [keys.owner(ref), keepMs + ALIVE_MS, token, ALIVE_MS, asked, AGAIN_MS];
      // Without a reply Redis may yet take the id; later events follow it, or go nowhere.
      const taken = await redis.ask((port) => port.eval(TAKE, names, args), request).catch(() => 1);
      if (taken !== 1) return false;
      const state = { pending: [], sent: 1, length: 0, sending: false, ended: false, beats: 0 };
      const out = { ref, signs, ...state, onLeft: () => {} };
      outgoing.set(id, out);
      environment.setTimeout(() => beat(out), BEAT_MS);
      return true;
    },
    add(ref, from, events) {
      const out = outgoing.get(ref.id);
      if (!out) return;
      for (const [index, event] of events.entries()) {
        const line = `id: ${from + index}\n${event}`;
        out.pending.push(line);
        out.length += line.length;
      }
      // A reader may come back elsewhere after a few milliseconds.
      if (from === 1) void send(out);
      if (out.length > MAX_LENGTH) drop(out);
    },
    async end(ref) {
      const out = outgoing.get(ref.id);
      if (!out) return;
      out.ended = true;
      out.pending.push(END);
      const left = new Promise<void>((resolve) => (out.onLeft = resolve));
      void send(out);
      await left;
    },
    isWanted: async (ref) => (await redis.ask((port) => port.get(keys.reader(ref))).catch(() => null)) !== null,
  };
}
