import type { WarmStore } from '@forewarm/core';

/** Faults of whatever holds the store's values. */
export interface StoreFaults {
  /** Halts it: connections stay open and silent until `resume`. */
  readonly pause: () => unknown;
  readonly resume: () => unknown;
  /** Breaks every connection to it. */
  readonly breakConnections: () => unknown;
  /** Lists its keys that never expire. */
  readonly endless: () => Promise<readonly string[]>;
}

/** A store under test, as two clients share it. */
export interface StoreSubject {
  /**
   * As two processes or tabs have it: each finds what the other keeps. The same store twice if it
   * serves only one process.
   */
  readonly stores: readonly [WarmStore, WarmStore];
  /** Default none, for a store inside this process. */
  readonly faults?: StoreFaults | undefined;
  /** Called after each test. Default none. */
  readonly close?: (() => unknown) | undefined;
}

/** Opens a new, empty store. */
export type OpenStore = () => StoreSubject | Promise<StoreSubject>;

let opened = 0;
/** A new key with characters that are hard to carry. */
export const aKey = (): string => `{"id":"doc","params":{"q":"a:b*[c] 日本\\n"}} ${opened++} ${Math.random()}`;

export const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

export async function withStore(
  open: OpenStore,
  run: (stores: readonly [WarmStore, WarmStore], faults?: StoreFaults) => Promise<void>,
): Promise<void> {
  const { stores, faults, close } = await open();
  try {
    await run(stores, faults);
  } finally {
    await close?.();
  }
}
