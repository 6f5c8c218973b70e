import type { SkipReason } from '../policy/skipReason.js';
import type { Warmth } from '../policy/warmth.js';

/** Why the latest warm made no entry. Kept for seconds, so that waiters don't all try again. */
export interface WarmRefusal {
  /** Why the backend skipped the warm; null if it failed. */
  readonly refused: SkipReason | null;
  /** Milliseconds until a retry makes sense; null if this prefix can't be warmed. */
  readonly retryAfterMs: number | null;
}

/** A note from one instance to another. */
export interface StoreNote {
  readonly note: string;
}

/** What a store keeps for a key, as plain JSON data. */
export type StoreValue = Warmth | WarmRefusal | StoreNote;

/** A value and how long the store still keeps it. */
export interface Stored {
  readonly value: StoreValue;
  /** Milliseconds by the store's clock: instances' clocks may differ. */
  readonly leftMs: number;
}

/** A lock somebody holds. */
export interface StoreLock {
  /** Extends the lock to `ms` milliseconds from now, if this holder still has it. */
  renew(ms: number): unknown;
  /** Releases the lock, if this holder still has it, and tells the key's listeners. */
  release(): unknown;
}

/**
 * Keeps values and locks by key. Implement it to share warmth your own way, and test it with
 * `describeStore` of `@forewarm/testing/store`. A store decides nothing; the client does. Throw or
 * reject if it can't be reached. Answer at once or with a promise.
 */
export interface WarmStore {
  /** Gives a key's value; null if there is none, it expired, or it can't be read. */
  get(key: string): Stored | null | Promise<Stored | null>;
  /** Sets a key's value for `lifeMs` milliseconds and tells listeners. */
  set(key: string, value: StoreValue, lifeMs: number): unknown;
  /**
   * Locks a key for `ms` milliseconds; null if another holds the lock. It expires unless renewed.
   */
  lock(key: string, ms: number): StoreLock | null | Promise<StoreLock | null>;
  /** Says whether a key is locked. */
  isLocked(key: string): boolean | Promise<boolean>;
  /**
   * Calls back when a key's lock is released or its value changes, until the returned function is
   * called. May call twice or, across a network, never.
   */
  subscribe(key: string, listener: () => void): () => void;
}

/** The stored refusal; null if there is none or it is invalid. */
export function storedRefusal(stored: Stored | null): WarmRefusal | null {
  const value = stored?.value;
  if (!value || !('refused' in value)) return null;
  const { refused, retryAfterMs } = value;
  const isReason = refused === null || typeof refused === 'string';
  return isReason && (retryAfterMs === null || Number.isFinite(retryAfterMs)) ? { refused, retryAfterMs } : null;
}

/**
 * The stored entry on this process's clock, from its remaining life; null if there is none or it is
 * invalid.
 */
export function storedWarmth(stored: Stored | null, now: number): Warmth | null {
  const value = stored?.value;
  if (!value || !('hash' in value) || typeof value.hash !== 'string') return null;
  const life = value.expiresAt - value.startedAt;
  // NaN fails every comparison.
  if (!(life > 0 && life < Infinity && Number.isFinite(stored.leftMs))) return null;
  const expiresAt = now + stored.leftMs;
  return { ...value, startedAt: expiresAt - life, expiresAt };
}
