import type { WarmStore } from '@forewarm/core';

/** What can happen to what a store keeps its values in. */
export interface StoreFaults {
  /** Halts it: connections stay open, and nothing is answered until `resume`. */
  readonly pause: () => unknown;
  readonly resume: () => unknown;
  /** Breaks every connection to it. */
  readonly breakConnections: () => unknown;
  /** Keys in it that never end. */
  readonly endless: () => Promise<readonly string[]>;
}

/** A store to be tested, as two who share it have it. */
export interface StoreSubject {
  /**
   * As two processes or tabs have it: what one keeps the other finds. The same twice, where a store
   * serves one process only.
   */
  readonly stores: readonly [WarmStore, WarmStore];
  /** Default none: where it stands in this process nothing lies between. */
  readonly faults?: StoreFaults | undefined;
  /** Called after each test. */
  readonly close?: (() => unknown) | undefined;
}

/** Opens a store anew, empty. */
export type OpenStore = () => StoreSubject | Promise<StoreSubject>;

let opened = 0;
/** A key no test before has had, with what is hard to carry in it. */
export const aKey = (): string => `{"id":"doc","params":{"q":"a:b*[c] 日本\\n"}} ${opened++} ${Math.random()}`;

/** Waits, in milliseconds. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Runs a test on a store and closes it. */
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
