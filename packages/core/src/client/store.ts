import type { SkipReason } from '../policy/skipReason.js';
import type { Warmth } from '../policy/warmth.js';

/** Why a warm made no entry. Kept for seconds, so that not every waiter tries again. */
export interface WarmRefusal {
  /** Null if the warm failed. */
  readonly refused: SkipReason | null;
  /** Null if this prefix can't be warmed. */
  readonly retryAfterMs: number | null;
}

export interface StoreNote {
  readonly note: string;
}

/** Plain JSON. */
export type StoreValue = Warmth | WarmRefusal | StoreNote;

export interface Stored {
  readonly value: StoreValue;
  /** Life left by the store's clock: instances' clocks may differ. */
  readonly leftMs: number;
}

export interface StoreLock {
  /** Extends a lock still held to `ms` milliseconds from now. */
  renew(ms: number): unknown;
  /** Releases a lock still held and tells the key's listeners. */
  release(): unknown;
}

/**
 * Keeps values and locks by key; decides nothing. If out of reach, throw or reject. Test yours with
 * `describeStore` of `@forewarm/testing/store`.
 */
export interface WarmStore {
  /** Null if missing, expired or unreadable. */
  get(key: string): Stored | null | Promise<Stored | null>;
  /** Keeps a value for `lifeMs` milliseconds and tells listeners. */
  set(key: string, value: StoreValue, lifeMs: number): unknown;
  /** Locks for `ms` milliseconds, unless renewed; null if another holds the lock. */
  lock(key: string, ms: number): StoreLock | null | Promise<StoreLock | null>;
  isLocked(key: string): boolean | Promise<boolean>;
  /**
   * Calls back when the value changes or the lock is released; the result ends it. May call twice
   * or, across a network, never.
   */
  subscribe(key: string, listener: () => void): () => void;
}

/** Null if missing or invalid. */
export function storedRefusal(stored: Stored | null): WarmRefusal | null {
  const value = stored?.value;
  if (!value || !('refused' in value)) return null;
  const { refused, retryAfterMs } = value;
  const isReason = refused === null || typeof refused === 'string';
  return isReason && (retryAfterMs === null || Number.isFinite(retryAfterMs)) ? { refused, retryAfterMs } : null;
}

/** On this process's clock; null if missing or invalid. */
export function storedWarmth(stored: Stored | null, now: number): Warmth | null {
  const value = stored?.value;
  if (!value || !('hash' in value) || typeof value.hash !== 'string') return null;
  const life = value.expiresAt - value.startedAt;
  // NaN fails every comparison.
  if (!(life > 0 && life < Infinity && Number.isFinite(stored.leftMs))) return null;
  const expiresAt = now + stored.leftMs;
  return { ...value, startedAt: expiresAt - life, expiresAt };
}
