import { ForewarmError } from '@forewarm/core';
import type { RedisPort } from './redisClient.js';

/**
 * A client of `@upstash/redis`, made with `automaticDeserialization: false`: Redis over HTTP, for
 * workers and edge functions without TCP. It gets no notifications, so waiters poll every 250 ms.
 */
export interface UpstashClient {
  eval(script: string, keys: string[], args: (string | number)[]): Promise<unknown>;
  createScript(script: string): unknown;
}

export function isUpstash(client: unknown): client is UpstashClient {
  const { eval: run, createScript } = (client ?? {}) as Partial<UpstashClient>;
  return typeof run === 'function' && typeof createScript === 'function';
}

/** Throws `invalid-option` for a client that parses the values it reads. */
export function upstashPort(where: string, client: UpstashClient): Pick<RedisPort, 'eval'> {
  const { opts } = client as { opts?: { automaticDeserialization?: boolean } };
  if (opts?.automaticDeserialization !== false) {
    const message = `${where}: redis is a client of @upstash/redis that parses what it reads; it must be made with automaticDeserialization: false.`;
    throw new ForewarmError('invalid-option', message);
  }
  return {
    async eval(script, keys, args) {
      try {
        return await client.eval(script, [...keys], [...args]);
      } catch (error) {
        // Its message quotes the whole command with its values.
        const [said] = (error instanceof Error ? error.message : String(error)).split(', command was:');
        // oxlint-disable-next-line preserve-caught-error -- it would carry the command along
        throw new Error(said);
      }
    },
  };
}
