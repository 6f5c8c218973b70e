import type { SkipReason } from '../policy/skipReason.js';
import type { Warmth } from '../policy/warmth.js';

/**
 * Why the latest warm made no entry. Kept for a few seconds, so that those who waited don't all try
 * the same.
 */
export interface WarmRefusal {
  /** Why the backend skipped the warm; null where the warm failed. */
  readonly refused: SkipReason | null;
  /**
   * Milliseconds after which trying again makes sense; null where the prefix can't be warmed at
   * all.
   */
  readonly retryAfterMs: number | null;
}

/** A word that one instance leaves for another. */
export interface StoreNote {
  readonly note: string;
}

/** What a store keeps for a key. Plain data: `JSON.stringify` carries it. */
export type StoreValue = Warmth | WarmRefusal | StoreNote;

/** A value and how long the store still keeps it. */
export interface Stored {
  readonly value: StoreValue;
  /** Milliseconds by the store's own clock: processes need not agree on the time. */
  readonly leftMs: number;
}

/** A lock somebody holds. */
export interface StoreLock {
  /** Keeps the lock for `ms` milliseconds from now, where it is still this holder's. */
  renew(ms: number): unknown;
  /** Gives the lock back, where it is still this holder's, and tells who listens to the key. */
  release(): unknown;
}

/**
 * Keeps values and locks by key. Implement it to share warmth in your own way; `describeStore` in
 * `@forewarm/testing/store` tests yours. A store decides nothing: the client knows what is fresh,
 * who warms and who waits. Throw or reject where it is out of reach. Answers may come at once or as
 * promises.
 */
export interface WarmStore {
  /**
   * Gives what is kept for a key; null where nothing is, or its time is over, or it can't be read.
   */
  get(key: string): Stored | null | Promise<Stored | null>;
  /** Keeps a value for `lifeMs` milliseconds, in place of what was there, and tells who listens. */
  set(key: string, value: StoreValue, lifeMs: number): unknown;
  /**
   * Takes the lock of a key for `ms` milliseconds; null where another holds it. A lock that nobody
   * renews ends by itself.
   */
  lock(key: string, ms: number): StoreLock | null | Promise<StoreLock | null>;
  /** Says whether somebody holds the lock of a key. */
  isLocked(key: string): boolean | Promise<boolean>;
  /**
   * Calls back when a key's lock is released or its value changes, until the returned function is
   * called. A hint: it may come twice or, across a network, never.
   */
  subscribe(key: string, listener: () => void): () => void;
}

/** The refusal a store holds; null where there is none, or what is there can't be one. */
export function storedRefusal(stored: Stored | null): WarmRefusal | null {
  const value = stored?.value;
  if (!value || !('refused' in value)) return null;
  const { refused, retryAfterMs } = value;
  const isReason = refused === null || typeof refused === 'string';
  return isReason && (retryAfterMs === null || Number.isFinite(retryAfterMs)) ? { refused, retryAfterMs } : null;
}

/**
 * The entry a store holds, on this process's clock, from how long it still lives. Null where there
 * is none, or what is there can't be one.
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
