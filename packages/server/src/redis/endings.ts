import type { RedisListener } from './client.js';

/** How a write of another instance ended, as it is published. */
export interface Ending {
  readonly key: string;
  readonly failed: boolean;
}

/** Hears how writes of other instances end, over one connection and one channel for all keys. */
export class Endings {
  readonly #waiting = new Map<string, Set<(ending: Ending) => void>>();
  readonly #listener: RedisListener;

  constructor(listener: RedisListener, channel: string) {
    this.#listener = listener;
    // Hearing only saves time: whoever waits looks for itself too, so a connection that is down is no more than slow.
    listener.on('error', () => null);
    listener.on('message', (_channel, message) => this.#hear(message));
    const subscribe = (): void => void listener.subscribe(channel).catch(() => null);
    // A client that queues nothing refuses until it is connected, so it is said again then, and after each break.
    listener.on('ready', subscribe);
    subscribe();
  }

  /** The ending of a key's write, or null if none was heard for `ms` milliseconds. */
  next(key: string, ms: number): Promise<Ending | null> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(key) ?? new Set();
      this.#waiting.set(key, waiting);
      const done = (ending: Ending | null): void => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(key);
        resolve(ending);
      };
      const timer = setTimeout(() => done(null), ms);
      waiting.add(done);
    });
  }

  close(): void {
    this.#listener.disconnect();
    for (const waiting of this.#waiting.values()) for (const done of waiting) done({ key: '', failed: false });
  }

  #hear(message: string): void {
    const ending = parse(message);
    if (!ending) return;
    for (const done of this.#waiting.get(ending.key) ?? []) done(ending);
  }
}

/** What others write to the channel is not to be relied on. */
function parse(message: string): Ending | null {
  try {
    const { key, failed } = JSON.parse(message) as Partial<Ending>;
    return typeof key === 'string' ? { key, failed: failed === true } : null;
  } catch {
    return null;
  }
}
