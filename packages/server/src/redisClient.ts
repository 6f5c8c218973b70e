import { ForewarmError } from '@forewarm/core';
import { isUpstash, type UpstashClient, upstashPort } from './upstash.js';

/** A client of `ioredis` 5 or later: `new Redis()` or `new Cluster()`. */
export interface IoRedisClient {
  readonly status: string;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  duplicate(): IoRedisListener;
}

/** A second connection of `ioredis`: a listening one can do nothing else. */
export interface IoRedisListener {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  subscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

/**
 * A client of `redis` (node-redis) 5 or later: `createClient()`, `createCluster()` or
 * `createSentinel()`, connected by you.
 */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  duplicate(): NodeRedisListener;
}

/** A second connection of `redis`. */
export interface NodeRedisListener {
  on(event: 'error', listener: (error: Error) => void): unknown;
  connect(): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  destroy(): unknown;
}

/**
 * A client of `ioredis` or `redis`, for one server, a cluster or sentinels; or of `@upstash/redis`,
 * over HTTP.
 */
export type RedisClient = IoRedisClient | NodeRedisClient | UpstashClient;

/**
 * The commands the kit needs, the same for every client. `BoundedRedis` limits how long they take.
 */
export interface RedisPort {
  /** The value of a key, or null. */
  get(key: string): Promise<string | null>;
  /** Sets a value for `ms` milliseconds; false if `ifAbsent` is set and the key exists. */
  set(key: string, value: string, ms: number, ifAbsent?: boolean): Promise<boolean>;
  del(key: string): Promise<void>;
  /**
   * Runs a script. Name one key, or several with the same `{hash tag}`: a cluster refuses others
   * with `CROSSSLOT`.
   */
  eval(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  publish(channel: string, message: string): Promise<void>;
  /**
   * Listens to a channel on its own connection, again after each break; the returned function
   * closes it.
   */
  subscribe(channel: string, listener: (message: string) => void): () => void;
}

const GET = "return redis.call('GET', KEYS[1])";
const SET = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])";
const SET_IF_ABSENT = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX')";
const DEL = "return redis.call('DEL', KEYS[1])";

const ALLOWED =
  'a client of ioredis (new Redis(), new Cluster()), of redis 5 or later (createClient(), createCluster(), from 6 on createSentinel()) or of @upstash/redis';

/** Gives a client's port; throws `invalid-option` for an unknown client. */
export function toRedisPort(where: string, client: RedisClient): RedisPort {
  if (isIoRedis(client)) return ioRedisPort(client);
  if (isNodeRedis(client)) return nodeRedisPort(client);
  if (isUpstash(client)) {
    const { eval: run } = upstashPort(where, client);
    return { ...commands(run), publish: () => Promise.resolve(), subscribe: () => () => {} };
  }
  throw new ForewarmError('invalid-option', `${where}: redis is ${named(client)}; it must be ${ALLOWED}.`);
}

function ioRedisPort(client: IoRedisClient): RedisPort {
  const run: RedisPort['eval'] = async (script, keys, args) => {
    // A queued command would run long after anybody waits for it.
    if (DOWN.has(client.status)) throw new Error(`the client is ${client.status}`);
    return client.eval(script, keys.length, ...keys, ...args);
  };
  return {
    ...commands(run),
    publish: async (channel, message) => void (await client.publish(channel, message)),
    subscribe(channel, listener) {
      const listening = client.duplicate();
      listening.on('error', () => null);
      listening.on('message', (_channel, message) => listener(message));
      const subscribe = (): void => void listening.subscribe(channel).catch(() => null);
      // A client without a queue refuses until it is connected, so subscribe again then and after
      // each break.
      listening.on('ready', subscribe);
      subscribe();
      return () => listening.disconnect();
    },
  };
}

function nodeRedisPort(client: NodeRedisClient): RedisPort {
  const run: RedisPort['eval'] = async (script, keys, args) => {
    // A cluster has no `isReady`.
    if ((client as { isReady?: boolean }).isReady === false) throw new Error('the client is not connected');
    return client.eval(script, { keys: [...keys], arguments: args.map(String) });
  };
  return {
    ...commands(run),
    publish: async (channel, message) => void (await client.publish(channel, message)),
    subscribe(channel, listener) {
      const listening = client.duplicate();
      let closed = false;
      listening.on('error', () => null);
      // It reconnects and subscribes again by itself.
      const opened = listening.connect().then(() => listening.subscribe(channel, listener));
      // If it isn't open, it throws or rejects.
      const close = (): void =>
        void Promise.resolve()
          .then(() => listening.destroy())
          .catch(() => null);
      opened.then(
        () => closed && close(),
        () => null,
      );
      return () => {
        closed = true;
        close();
      };
    },
  };
}

/**
 * Every command is a script: all clients take these arguments alike, and a cluster routes them by
 * key.
 */
function commands(run: RedisPort['eval']): Pick<RedisPort, 'get' | 'set' | 'del' | 'eval'> {
  return {
    get: async (key) => (await run(GET, [key], [])) as string | null,
    set: async (key, value, ms, ifAbsent = false) =>
      (await run(ifAbsent ? SET_IF_ABSENT : SET, [key], [value, Math.max(1, Math.ceil(ms))])) !== null,
    del: async (key) => void (await run(DEL, [key], [])),
    eval: run,
  };
}

/** States of an ioredis client that can't send now. */
const DOWN: ReadonlySet<string> = new Set(['close', 'reconnecting', 'end']);

function isIoRedis(client: unknown): client is IoRedisClient {
  const { status, eval: run, duplicate } = (client ?? {}) as Partial<IoRedisClient>;
  return typeof status === 'string' && typeof run === 'function' && typeof duplicate === 'function';
}

function isNodeRedis(client: unknown): client is NodeRedisClient {
  const { isOpen, eval: run, duplicate } = (client ?? {}) as Partial<NodeRedisClient>;
  return typeof isOpen === 'boolean' && typeof run === 'function' && typeof duplicate === 'function';
}

/** The class of what was given: a printed client is long, and may hold a password. */
function named(client: unknown): string {
  if (typeof client !== 'object' || client === null) return typeof client;
  return `an object of class ${client.constructor?.name ?? 'null'}`;
}
