import { ForewarmError } from '@forewarm/core';
import { isUpstash, type UpstashClient, upstashPort } from './upstash.js';

/** A client of `ioredis`, 5 or later: `new Redis()` or `new Cluster()`. */
export interface IoRedisClient {
  readonly status: string;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  duplicate(): IoRedisListener;
}

/** A second connection of `ioredis`: one that listens can do nothing else. */
export interface IoRedisListener {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  subscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

/**
 * A client of `redis` (node-redis), 5 or later: `createClient()`, `createCluster()` or
 * `createSentinel()`, connected by its owner.
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
 * A client the kit drives: of `ioredis` or `redis`, for one server, a cluster or sentinels; or of
 * `@upstash/redis`, over HTTP.
 */
export type RedisClient = IoRedisClient | NodeRedisClient | UpstashClient;

/**
 * The commands the kit needs, the same for every client. A command rejects as the client does;
 * `BoundedRedis` bounds how long it takes.
 */
export interface RedisPort {
  /** The value of a key, or null. */
  get(key: string): Promise<string | null>;
  /**
   * Writes a value that ends after `ms` milliseconds; false where `ifAbsent` is set and the key is
   * there.
   */
  set(key: string, value: string, ms: number, ifAbsent?: boolean): Promise<boolean>;
  del(key: string): Promise<void>;
  /**
   * Runs a script. Name one key, or several with the same `{hash tag}`: a cluster refuses others
   * with `CROSSSLOT`.
   */
  eval(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  publish(channel: string, message: string): Promise<void>;
  /**
   * Listens to a channel over a connection of its own, again after each break; the function
   * returned closes that connection.
   */
  subscribe(channel: string, listener: (message: string) => void): () => void;
}

const GET = "return redis.call('GET', KEYS[1])";
const SET = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])";
const SET_IF_ABSENT = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX')";
const DEL = "return redis.call('DEL', KEYS[1])";

const ALLOWED =
  'a client of ioredis (new Redis(), new Cluster()), of redis 5 or later (createClient(), createCluster(), from 6 on createSentinel()) or of @upstash/redis';

/**
 * Gives the port of a client; throws an `invalid-option` error for one the kit can't drive.
 */
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
    // Queued until the connection is back, it would run long after anybody waits for it.
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
      // A client that queues nothing refuses until it is connected, so it is said again then, and
      // after each break.
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
      // It connects again and subscribes again by itself.
      const opened = listening.connect().then(() => listening.subscribe(channel, listener));
      // Where it was not open it throws, or rejects.
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
 * Every command is a script: the one form in which all clients take the same arguments, and which a
 * cluster sends to the key's own server.
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

/** States of an ioredis client in which nothing can be sent for now. */
const DOWN: ReadonlySet<string> = new Set(['close', 'reconnecting', 'end']);

function isIoRedis(client: unknown): client is IoRedisClient {
  const { status, eval: run, duplicate } = (client ?? {}) as Partial<IoRedisClient>;
  return typeof status === 'string' && typeof run === 'function' && typeof duplicate === 'function';
}

function isNodeRedis(client: unknown): client is NodeRedisClient {
  const { isOpen, eval: run, duplicate } = (client ?? {}) as Partial<NodeRedisClient>;
  return typeof isOpen === 'boolean' && typeof run === 'function' && typeof duplicate === 'function';
}

/**
 * What somebody gave, by the name of its class: a client printed whole is pages long, and may hold
 * a password.
 */
function named(client: unknown): string {
  if (typeof client !== 'object' || client === null) return typeof client;
  return `an object of class ${client.constructor?.name ?? 'null'}`;
}
