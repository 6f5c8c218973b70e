import { ForewarmError } from '@forewarm/core';
import { upstash, type UpstashClient } from './upstash.js';

/** A client of `ioredis` 5 or later: `new Redis()` or `new Cluster()`. */
export interface IoRedisClient {
  readonly status: string;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  duplicate(): IoRedisListener;
}

/** One that listens can do nothing else. */
export interface IoRedisListener {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  subscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

/**
 * A connected client of `redis` (node-redis) 5 or later: `createClient()`, `createCluster()` or
 * `createSentinel()`.
 */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  duplicate(): NodeRedisListener;
}

export interface NodeRedisListener {
  on(event: 'error', listener: (error: Error) => void): unknown;
  connect(): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  destroy(): unknown;
}

/** A client of `ioredis`, `redis` or, over HTTP, `@upstash/redis`. */
export type RedisClient = IoRedisClient | NodeRedisClient | UpstashClient;

/** Without a time limit (see `BoundedRedis`). */
export interface RedisPort extends RedisDriver {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ms: number): Promise<void>;
  del(key: string): Promise<void>;
}

export interface RedisDriver {
  /** In a cluster all keys need the same `{hash tag}`. */
  eval(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Through reconnections, until the returned function is called. */
  subscribe(channel: string, listener: (message: string) => void): () => void;
}

const GET = "return redis.call('GET', KEYS[1])";
const SET = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])";
const DEL = "return redis.call('DEL', KEYS[1])";

/**
 * A client's commands, all as scripts: clients take these alike, and clusters route them by key.
 * Throws `invalid-option` for another client.
 */
export function toRedisPort(where: string, client: RedisClient): RedisPort {
  const driver = driverOf(where, client);
  return {
    ...driver,
    get: async (key) => (await driver.eval(GET, [key], [])) as string | null,
    set: async (key, value, ms) => void (await driver.eval(SET, [key], [value, Math.max(1, Math.ceil(ms))])),
    del: async (key) => void (await driver.eval(DEL, [key], [])),
  };
}

const ALLOWED =
  'a client of ioredis (new Redis(), new Cluster()), of redis 5 or later (createClient(), createCluster(), from 6 on createSentinel()) or of @upstash/redis';

function driverOf(where: string, client: RedisClient): RedisDriver {
  const given = (client ?? {}) as Partial<IoRedisClient & NodeRedisClient & UpstashClient>;
  const has = (...methods: (keyof typeof given)[]): boolean =>
    methods.every((name) => typeof given[name] === 'function');
  if (has('eval', 'duplicate') && typeof given.status === 'string') return ioRedis(client as IoRedisClient);
  if (has('eval', 'duplicate') && typeof given.isOpen === 'boolean') return nodeRedis(client as NodeRedisClient);
  if (has('eval', 'createScript')) return upstash(where, client as UpstashClient);
  throw new ForewarmError('invalid-option', `${where}: redis is ${named(client)}; it must be ${ALLOWED}.`);
}

/** ioredis then queues commands, to run when nobody waits. */
const DOWN: ReadonlySet<string> = new Set(['close', 'reconnecting', 'end']);

function ioRedis(client: IoRedisClient): RedisDriver {
  return {
    async eval(script, keys, args) {
      if (DOWN.has(client.status)) throw new Error(`the client is ${client.status}`);
      return client.eval(script, keys.length, ...keys, ...args);
    },
    subscribe(channel, listener) {
      const listening = client.duplicate();
      listening.on('error', () => null);
      listening.on('message', (_channel, message) => listener(message));
      const subscribe = (): void => void listening.subscribe(channel).catch(() => null);
      // Without a queue, it refuses until connected.
      listening.on('ready', subscribe);
      subscribe();
      return () => listening.disconnect();
    },
  };
}

function nodeRedis(client: NodeRedisClient): RedisDriver {
  return {
    async eval(script, keys, args) {
      // A cluster has no `isReady`.
      if ((client as { isReady?: boolean }).isReady === false) throw new Error('the client is not connected');
      return client.eval(script, { keys: [...keys], arguments: args.map(String) });
    },
    subscribe(channel, listener) {
      const listening = client.duplicate();
      listening.on('error', () => null);
      const opened = listening.connect().then(() => listening.subscribe(channel, listener));
      // Throws or rejects unless open.
      const close = async (): Promise<unknown> => listening.destroy();
      return () => {
        close().catch(() => null);
        opened.then(close).catch(() => null);
      };
    },
  };
}

/** A printed client may hold a password. */
function named(client: unknown): string {
  if (typeof client !== 'object' || client === null) return typeof client;
  return `an object of class ${client.constructor?.name ?? 'null'}`;
}
