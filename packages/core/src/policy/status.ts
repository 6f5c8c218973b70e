import type { ForewarmError } from '../base/errors.js';
import type { PrefixState } from './policy.js';
import type { SkipReason } from './skipReason.js';
import { isFresh } from './warmth.js';

export interface WarmStatus {
  /** `cold`: nothing known. `fresh`: a question would hit. `stale`: no longer. */
  readonly status: 'cold' | 'warming' | 'fresh' | 'stale' | 'skipped' | 'failed';
  /** Why the last trigger didn't warm. */
  readonly reason: SkipReason | null;
  /** Why the last warm failed. */
  readonly error: ForewarmError | null;
  /** Wall clock, milliseconds since 1970. */
  readonly expiresAt: number | null;
}

export const COLD_STATUS: WarmStatus = Object.freeze({ status: 'cold', reason: null, error: null, expiresAt: null });

export function statusOf(state: PrefixState, now: number, marginMs: number): WarmStatus {
  const { warmth, warmingSince, reason, error } = state;
  const known = { ...COLD_STATUS, expiresAt: warmth?.expiresAt ?? null };
  if (warmingSince !== null) return { ...known, status: 'warming' };
  if (isFresh(warmth, now, marginMs)) return { ...known, status: 'fresh' };
  if (error !== null) return { ...known, status: 'failed', reason, error };
  if (reason !== null) return { ...known, status: 'skipped', reason };
  return warmth ? { ...known, status: 'stale' } : COLD_STATUS;
}

export function sameStatus(a: WarmStatus, b: WarmStatus): boolean {
  return a.status === b.status && a.reason === b.reason && a.error === b.error && a.expiresAt === b.expiresAt;
}
