import { invalidOption } from '../base/errors.js';

/** Life of an entry from the start of the request that wrote or last read it, such as `'5m'`. */
export type Ttl = `${number}${'s' | 'm' | 'h'}`;

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Throws unless the TTL is positive, in s, m or h. */
export function ttlToMs(ttl: Ttl, where = 'ttlToMs'): number {
  const match = /^(\d+(?:\.\d+)?)([smh])$/.exec(ttl);
  const ms = match ? Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS] : 0;
  if (ms <= 0) throw invalidOption(where, 'ttl', ttl, "a positive number with a unit, such as '5m' or '1h'");
  return ms;
}
