import type { Ttl } from './prompt.js';

const MINUTE = 60_000;

/**
 * Lifetimes in milliseconds: `5m` and `1h` of the Messages API, `30m` and `12h` of `prompt_cache_options.ttl`, `24h` of
 * `prompt_cache_retention`, and `10m`, the upper end of the "5 to 10 minutes of inactivity" of OpenAI's guide for older models.
 */
const TTL_MS: Record<Ttl, number> = {
  '5m': 5 * MINUTE,
  '10m': 10 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': 60 * MINUTE,
  '12h': 12 * 60 * MINUTE,
  '24h': 24 * 60 * MINUTE,
  lru: Infinity,
};

/** When an entry that a request writes or reads ends, in milliseconds since the epoch: its lifetime counted from the request's start. */
export function expiryOf({ startedAt }: { readonly startedAt: number }, ttl: Ttl, ttlScale: number): number {
  return startedAt + (ttl === 'lru' ? Infinity : TTL_MS[ttl] * ttlScale);
}
