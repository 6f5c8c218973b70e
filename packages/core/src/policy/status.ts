import type { ForewarmError } from '../base/errors.js';
import type { PrefixState } from './policy.js';
import type { SkipReason } from './skipReason.js';
import { isFresh } from './warmth.js';

/**
 * A prefix's status: `cold` (nothing known), `warming`, `fresh` (a question would hit), `stale` (no
 * longer), `skipped` (with a reason), `failed` (with the error).
 */
export interface WarmStatus {
  /** `fresh`: a question would hit. `stale`: no longer. */
  readonly status: 'cold' | 'warming' | 'fresh' | 'stale' | 'skipped' | 'failed';
  /** Why the last trigger didn't warm. */
  readonly reason: SkipReason | null;
  /** Why the last warm failed. */
  readonly error: ForewarmError | null;
  /** When the entry ends, wall clock in milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/** The status of an untouched prefix. */
export const COLD_STATUS: WarmStatus = Object.freeze({ status: 'cold', reason: null, error: null, expiresAt: null });

/** The status of a state. Pure. */
export function statusOf(
  state: PrefixState,
  reason: SkipReason | null,
  error: ForewarmError | null,
  now: number,
  marginMs: number,
): WarmStatus {
  const expiresAt = state.warmth?.expiresAt ?? null;
  if (state.warmingSince !== null) return { status: 'warming', reason: null, error: null, expiresAt };
  if (isFresh(state.warmth, now, marginMs)) return { status: 'fresh', reason: null, error: null, expiresAt };
  if (error !== null) return { status: 'failed', reason, error, expiresAt };
  if (reason !== null) return { status: 'skipped', reason, error: null, expiresAt };
  return state.warmth ? { status: 'stale', reason: null, error: null, expiresAt } : COLD_STATUS;
}

export function sameStatus(a: WarmStatus, b: WarmStatus): boolean {
  return a.status === b.status && a.reason === b.reason && a.error === b.error && a.expiresAt === b.expiresAt;
}
