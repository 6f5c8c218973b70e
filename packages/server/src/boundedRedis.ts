import { invalidOption } from '@forewarm/core';
import { type RedisClient, type RedisPort, toRedisPort } from './redisClient.js';

/** How often a silent Redis is asked whether it is back, at most, in milliseconds. */
const PROBE_EVERY_MS = 500;
/** A key that is read to see whether Redis answers. */
const PROBE = 'forewarm:probe';

/** The share of its time after which a failed command counts as one that was not answered. */
const ALMOST = 0.8;

/** What is known of a client's Redis, shared by all that use the client. */
interface Health {
  silent: boolean;
  probedAt: number;
}

const healths = new WeakMap<object, Health>();

/**
 * Redis with an end to every wait, whatever client it is reached by: a command that takes longer than `timeoutMs` milliseconds rejects, and so does
 * everything done for one request that takes longer together. Until a silent Redis answers again, further commands reject at once.
 */
export class BoundedRedis {
  /** The commands themselves, without an end to their waits. */
  readonly port: RedisPort;
  readonly #timeoutMs: number;
  readonly #health: Health;
  /** Milliseconds that requests have waited so far. */
  readonly #waited = new WeakMap<object, number>();

  /** Throws an `invalid-option` error for a client that can't be driven, or a time that is none. */
  constructor(where: string, client: RedisClient, timeoutMs = 500) {
    if (!(Number.isFinite(timeoutMs) && timeoutMs >= 1)) {
      throw invalidOption(where, 'timeoutMs', timeoutMs, 'a finite number of milliseconds, 1 or more');
    }
    this.port = toRedisPort(where, client);
    this.#timeoutMs = timeoutMs;
    this.#health = healths.get(client) ?? { silent: false, probedAt: 0 };
    healths.set(client, this.#health);
  }

  /**
   * What a command answers; rejects as it does, or where it takes too long. `request` is what it is done for: all that is done for one has
   * `timeoutMs` together. A command that was given up may still run later.
   */
  async ask<T>(command: (port: RedisPort) => Promise<T>, request?: object): Promise<T> {
    const waited = request ? (this.#waited.get(request) ?? 0) : 0;
    const leftMs = this.#timeoutMs - waited;
    if (leftMs <= 0) throw new Error(`Redis took more than ${this.#timeoutMs} ms for this request`);
    if (this.#health.silent) {
      this.#probe();
      throw new Error('Redis is silent');
    }
    const started = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`Redis did not answer for ${Math.round(leftMs)} ms`)), leftMs);
    });
    try {
      const answer = command(this.port);
      // An answer, however late, is a sign of life; a failure after the end of its wait is nobody's.
      answer.then(
        () => (this.#health.silent = false),
        () => null,
      );
      return await Promise.race([answer, late]);
    } catch (error) {
      // The client's own `commandTimeout` may have been a little quicker.
      if (performance.now() - started >= leftMs * ALMOST) this.#health.silent = true;
      throw error;
    } finally {
      clearTimeout(timer);
      if (request) this.#waited.set(request, waited + performance.now() - started);
    }
  }

  #probe(): void {
    const now = performance.now();
    if (now - this.#health.probedAt < PROBE_EVERY_MS) return;
    this.#health.probedAt = now;
    this.port.get(PROBE).then(
      () => (this.#health.silent = false),
      // An error at once is no silence, and each command can have its own.
      () => (this.#health.silent = performance.now() - now >= this.#timeoutMs * ALMOST),
    );
  }
}
