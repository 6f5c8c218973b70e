import { invalidOption } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import type { LimitBy } from './limits.js';

/** A number of requests in a time that starts with the first. */
export interface Quota {
  /** The most requests in that time. */
  readonly max: number;
  /** In seconds. */
  readonly perSeconds: number;
}

/** Quotas by what they count; null for none. */
export type QuotaOptions = { readonly [By in LimitBy]?: Quota | null | undefined };
/** Quotas with defaults. */
export type Quotas = Readonly<Record<LimitBy, Quota | null>>;

/** Fills in the defaults; throws `invalid-option` with the quota's name. */
export function resolveQuotas(name: string, init: QuotaOptions, byDefault: Quotas): Quotas {
  const quotas = { ...byDefault };
  for (const [by, quota] of Object.entries(init) as [LimitBy, Quota | null | undefined][]) {
    const where = `${name}.${by}`;
    if (!Object.hasOwn(byDefault, by)) {
      throw invalidOption('rateLimits', where, quota, `left out: quotas are by ${Object.keys(byDefault).join(', ')}`);
    }
    if (quota === undefined) continue;
    if (quota !== null) {
      wholeNumber('rateLimits', `${where}.max`, quota.max, 0);
      wholeNumber('rateLimits', `${where}.perSeconds`, quota.perSeconds);
    }
    quotas[by] = quota;
  }
  return quotas;
}
