import { ForewarmError } from '@forewarm/core';
import type { RedisDriver } from './redisClient.js';

/**
 * `@upstash/redis` with `automaticDeserialization: false`: Redis over HTTP, for workers without
 * TCP. It hears no notifications: waiters poll every 250 ms.
 */
export interface UpstashClient {
  eval(script: string, keys: string[], args: (string | number)[]): Promise<unknown>;
  createScript(script: string): unknown;
}

/** Throws `invalid-option` for a client that parses values. */
export function upstash(where: string, client: UpstashClient): RedisDriver {
  const { opts } = client as { opts?: { automaticDeserialization?: boolean } };
  if (opts?.automaticDeserialization !== false) {
    const message = `${where}: redis is a client of @upstash/redis that parses what it reads; it must be made with automaticDeserialization: false.`;
    throw new ForewarmError('invalid-option', message);
  }
  return {
    subscribe: () => () => {},
    async eval(script, keys, args) {
      try {
        return await client.eval(script, [...keys], [...args]);
      } catch (error) {
        // The message quotes the command with its values.
        const [said] = (error instanceof Error ? error.message : String(error)).split(', command was:');
        // oxlint-disable-next-line preserve-caught-error -- it would carry the command along
        throw new Error(said);
      }
    },
  };
}
