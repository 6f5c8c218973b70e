import {
  type Flight,
  ForewarmError,
  freshUntil,
  invalidOption,
  memoryStore,
  type StoreWrite,
  type Warmth,
  type WarmStore,
} from '@forewarm/core';
import type { RedisStoreClient } from './client.js';
import { Endings } from './endings.js';
import { Health } from './health.js';
import { CLAIM, FINISH, RENEW } from './scripts.js';

export interface RedisStoreOptions {
  /** An ioredis client; a second connection is opened beside it, to listen. */
  client: RedisStoreClient;
  /** What stands before every key. Default `forewarm:`. */
  keyPrefix?: string | undefined;
  /** How long a write is another's after its instance has died, in milliseconds; a living one prolongs it. Default 5,000. */
  leaseMs?: number | undefined;
  /** The policy's margin: an entry counts no longer than up to so many milliseconds before its end. Default 10,000. */
  marginMs?: number | undefined;
  /** After which a silent Redis counts as out of reach, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
}

/** A store that instances share, and the way to close its second connection. */
export interface RedisStore extends WarmStore {
  /** Closes the connection that listens; the client given stays open. */
  readonly close: () => void;
}

/** Who waits for another instance looks again this often in milliseconds, in case it was not told. */
const LOOK_MS = 250;

/**
 * Makes a write one across instances: one takes a lease atomically, the others wait to be told and then look; where the holder dies the lease ends by
 * itself and one of them goes on. While Redis is out of reach each instance keeps to its own memory.
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const { client, keyPrefix = 'forewarm:', leaseMs = 5_000, marginMs = 10_000, timeoutMs = 500 } = options;
  for (const [name, value] of Object.entries({ leaseMs, timeoutMs })) {
    if (!Number.isFinite(value) || value < 1)
      throw invalidOption('redisStore', name, value, 'a finite number, 1 or more');
  }
  if (!(marginMs >= 0)) throw invalidOption('redisStore', 'marginMs', marginMs, 'a number, 0 or more');
  if (typeof client?.eval !== 'function') throw invalidOption('redisStore', 'client', client, 'an ioredis client');

  const channel = `${keyPrefix}ended`;
  const own = memoryStore({ marginMs });
  const health = new Health(timeoutMs);
  const endings = new Endings(client.duplicate(), channel);
  const flights = new Map<string, Promise<StoreWrite>>();
  const entryKey = (key: string): string => `${keyPrefix}entry:${key}`;
  const leaseKey = (key: string): string => `${keyPrefix}lease:${key}`;

  /** Writes as the holder of the lease, which it prolongs for as long as the write takes. */
  const lead = async (key: string, token: string, write: () => Promise<Warmth | null>): Promise<StoreWrite> => {
    const renew = setInterval(() => {
      void health.ask(() => client.eval(RENEW, 1, leaseKey(key), token, leaseMs));
    }, leaseMs / 3);
    let warmth: Warmth | null = null;
    let failed = true;
    try {
      warmth = await write();
      failed = false;
      return { warmth, wrote: true };
    } finally {
      clearInterval(renew);
      const life = warmth === null ? 0 : Math.ceil(freshUntil(warmth, marginMs) - Date.now());
      const entry = life > 0 ? JSON.stringify(warmth) : '';
      const ending = JSON.stringify({ key, failed });
      if (warmth) void own.put(key, warmth);
      const keys = [entryKey(key), leaseKey(key)] as const;
      await health.ask(() => client.eval(FINISH, 2, ...keys, token, entry, Math.max(1, life), channel, ending));
    }
  };

  const share = async (key: string, write: () => Promise<Warmth | null>): Promise<StoreWrite> => {
    const token = globalThis.crypto.randomUUID();
    for (;;) {
      const claim = await health.ask(() => client.eval(CLAIM, 2, entryKey(key), leaseKey(key), token, leaseMs));
      if (!claim) return own.write(key, write);
      const [entry, taken, leftMs] = claim.answer as [string, number, number];
      if (entry !== '') return { warmth: parse(entry), wrote: false };
      if (taken === 1) return lead(key, token, write);
      const ending = await endings.next(key, Math.min(LOOK_MS, Math.max(20, leftMs + 20)));
      if (ending?.failed) throw new ForewarmError('upstream', 'The warm of another instance failed.');
    }
  };

  const ended = async (key: string): Promise<void> => {
    for (;;) {
      const ending = await endings.next(key, LOOK_MS);
      const lease = ending ? null : await health.ask(() => client.get(leaseKey(key)));
      if (ending || !lease?.answer) return;
    }
  };

  return {
    async read(key) {
      const found = await health.ask(() => client.get(entryKey(key)));
      return found ? parse(found.answer ?? '') : own.read(key);
    },
    write(key, write) {
      const flight = flights.get(key);
      if (flight) return flight.then(({ warmth }) => ({ warmth, wrote: false }));
      const started = share(key, write).finally(() => flights.delete(key));
      flights.set(key, started);
      return started;
    },
    async flight(key): Promise<Flight | null> {
      const flight = flights.get(key);
      if (flight) return { ended: flight.catch(() => null) };
      const lease = await health.ask(() => client.get(leaseKey(key)));
      return lease?.answer ? { ended: ended(key) } : null;
    },
    async put(key, warmth) {
      void own.put(key, warmth);
      const life = Math.ceil(freshUntil(warmth, marginMs) - Date.now());
      if (life > 0) await health.ask(() => client.set(entryKey(key), JSON.stringify(warmth), 'PX', life));
    },
    onHealth: (listener) => health.subscribe(listener),
    close: () => endings.close(),
  };
}

function parse(entry: string): Warmth | null {
  try {
    return entry === '' ? null : (JSON.parse(entry) as Warmth);
  } catch {
    return null;
  }
}
