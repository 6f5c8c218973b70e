import type { WarmStore } from '@forewarm/core';

/** Of what holds the values. */
export interface StoreFaults {
  /** Connections stay open and silent until `resume`. */
  readonly pause: () => unknown;
  readonly resume: () => unknown;
  readonly breakConnections: () => unknown;
  /** Keys that never expire. */
  readonly endless: () => Promise<readonly string[]>;
}

/** As two clients share it. */
export interface StoreSubject {
  /** Twice the same if it serves one process. */
  readonly stores: readonly [WarmStore, WarmStore];
  /** Default none, for a store in this process. */
  readonly faults?: StoreFaults | undefined;
  /** After each test. Default none. */
  readonly close?: (() => unknown) | undefined;
}

export type OpenStore = () => StoreSubject | Promise<StoreSubject>;

let opened = 0;
/** With characters that are hard to carry. */
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
