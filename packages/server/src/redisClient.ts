/**
 * As much of an ioredis client as limits and kept answers use; any Redis-protocol server. Give it `enableOfflineQueue: false` and a
 * `commandTimeout`, so that a Redis that is down or silent is an error at once and not a wait.
 */
export interface RedisClient {
  readonly status: string;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  zrem(key: string, member: string): Promise<unknown>;
  rpush(key: string, ...values: string[]): Promise<unknown>;
  lrange(key: string, start: number, stop: number): Promise<string[]>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', ms: number): Promise<unknown>;
  pexpire(key: string, ms: number): Promise<unknown>;
  del(...keys: string[]): Promise<unknown>;
}
