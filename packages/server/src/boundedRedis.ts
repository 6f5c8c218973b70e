import { invalidOption, systemEnvironment } from '@forewarm/core';
import { within } from '@forewarm/core/kit';
import { type RedisClient, type RedisPort, toRedisPort } from './redisClient.js';

const PROBE_EVERY_MS = 500;
const PROBE = 'forewarm:probe';

/** Counts as silence after this share of the time: clients have timeouts too. */
const ALMOST = 0.8;

interface Health {
  silent: boolean;
  probedAt: number;
}

const healths = new WeakMap<object, Health>();
const waits = new WeakMap<object, number>();

/**
 * Redis that answers a request's commands within `timeoutMs` in all, or rejects; at once while
 * silent.
 */
export class BoundedRedis {
  readonly port: RedisPort;
  readonly #timeoutMs: number;
  readonly #health: Health;

  /** Throws `invalid-option` for an unknown client, or below 1 ms. */
  constructor(where: string, client: RedisClient, timeoutMs = 500) {
    if (!(Number.isFinite(timeoutMs) && timeoutMs >= 1)) {
      throw invalidOption(where, 'timeoutMs', timeoutMs, 'a finite number of milliseconds, 1 or more');
    }
    this.port = toRedisPort(where, client);
    this.#timeoutMs = timeoutMs;
    this.#health = healths.get(client) ?? { silent: false, probedAt: 0 };
    healths.set(client, this.#health);
  }

  /** After a timeout, a command may still run. */
  async ask<T>(command: (port: RedisPort) => Promise<T>, request?: object): Promise<T> {
    const waited = (request && waits.get(request)) ?? 0;
    const leftMs = this.#timeoutMs - waited;
    if (leftMs <= 0) throw new Error(`Redis took more than ${this.#timeoutMs} ms for this request`);
    if (this.#health.silent) {
      this.#probe();
      throw new Error('Redis is silent');
    }
    const started = performance.now();
    const late = (): never => {
      throw new Error(`Redis did not answer for ${Math.round(leftMs)} ms`);
    };
    try {
      const answer = command(this.port);
      // A late answer shows life too.
      answer.then(
        () => (this.#health.silent = false),
        () => null,
      );
      return await within(answer, leftMs, systemEnvironment, late);
    } catch (error) {
      if (performance.now() - started >= leftMs * ALMOST) this.#health.silent = true;
      throw error;
    } finally {
      if (request) waits.set(request, waited + performance.now() - started);
    }
  }

  #probe(): void {
    const now = performance.now();
    if (now - this.#health.probedAt < PROBE_EVERY_MS) return;
    this.#health.probedAt = now;
    this.port.get(PROBE).then(
      () => (this.#health.silent = false),
      // An immediate error isn't silence.
      () => (this.#health.silent = performance.now() - now >= this.#timeoutMs * ALMOST),
    );
  }
}
