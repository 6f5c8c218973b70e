/** As much of an ioredis client as the store uses; any server of the Redis protocol. */
export interface RedisStoreClient {
  readonly status: string;
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', ms: number): Promise<unknown>;
  /** A second connection: one that listens can do nothing else. */
  duplicate(): RedisListener;
}

/** A connection that listens to a channel. */
export interface RedisListener {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  subscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}
