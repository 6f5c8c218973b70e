import { invalidOption } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import type { BoundedRedis } from '../boundedRedis.js';
import type { LimitBy } from './limits.js';

/** So many requests in a time that starts with the first. */
export interface Quota {
  /** The most requests. */
  readonly max: number;
  /** In seconds; in memory 24.8 days at most. */
  readonly perSeconds: number;
}

export type QuotaOptions = { readonly [By in LimitBy]?: Quota | null | undefined };
export type Quotas = Readonly<Record<LimitBy, Quota | null>>;

/** Milliseconds until the call may pass, or null. `thing`: what `distinct` counts. */
export type Counter = (key: string, thing: string, request?: object) => Promise<number | null>;

export interface Counting {
  inMemory(quota: Quota): Counter;
  inRedis(quota: Quota, redis: BoundedRedis, keyPrefix: string): Counter;
}

export function resolveQuotas(name: string, given: QuotaOptions, byDefault: Quotas): [LimitBy, Quota][] {
  const known = Object.keys(byDefault) as LimitBy[];
  for (const [by, quota] of Object.entries(given)) {
    const where = `${name}.${by}`;
    if (!known.includes(by as LimitBy)) {
      throw invalidOption('rateLimits', where, quota, `left out: quotas are by ${known.join(', ')}`);
    }
    if (!quota) continue;
    wholeNumber('rateLimits', `${where}.max`, quota.max, 0);
    wholeNumber('rateLimits', `${where}.perSeconds`, quota.perSeconds);
  }
  return known.flatMap((by) => {
    const quota = given[by] === undefined ? byDefault[by] : given[by];
    return quota ? [[by, quota]] : [];
  });
}
