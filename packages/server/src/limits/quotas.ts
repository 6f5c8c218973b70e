import { invalidOption } from '@forewarm/core';
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
      wholeNumber(`${where}.max`, quota.max, 0);
      wholeNumber(`${where}.perSeconds`, quota.perSeconds, 1);
    }
    quotas[by] = quota;
  }
  return quotas;
}

/** Returns the number; throws `invalid-option` unless it is whole and at least `min`. */
export function wholeNumber(option: string, value: number, min: number): number {
  if (Number.isInteger(value) && value >= min) return value;
  throw invalidOption('rateLimits', option, value, `a whole number, ${min} or more`);
}
