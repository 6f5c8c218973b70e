import { ForewarmError } from '@forewarm/core';
import type { RedisPort } from './redisClient.js';

/**
 * A client of `@upstash/redis`, made with `automaticDeserialization: false`: Redis over HTTP, for
 * workers and edge functions, which have no TCP. It hears of no change, so whoever waits for
 * another's warm looks again every 250 ms.
 */
export interface UpstashClient {
  eval(script: string, keys: string[], args: (string | number)[]): Promise<unknown>;
  createScript(script: string): unknown;
}

export function isUpstash(client: unknown): client is UpstashClient {
  const { eval: run, createScript } = (client ?? {}) as Partial<UpstashClient>;
  return typeof run === 'function' && typeof createScript === 'function';
}

/**
 * Throws an `invalid-option` error for a client that would turn a text which looks like JSON into
 * something else.
 */
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
        // Its message quotes the whole command, with what it was to keep.
        const [said] = (error instanceof Error ? error.message : String(error)).split(', command was:');
        // oxlint-disable-next-line preserve-caught-error -- it would carry the command along
        throw new Error(said);
      }
    },
  };
}
