import { type Flight, isFresh, type StoreWrite, type Warmth, type WarmStore } from '@forewarm/core';
import type { Tabs } from './environment.js';

/** What tabs tell each other. */
type Message =
  | { readonly type: 'held'; readonly key: string; readonly warmth: Warmth }
  | { readonly type: 'who'; readonly key: string };

export interface TabStoreOptions {
  readonly tabs: Tabs;
  /** Wall clock. */
  readonly now: () => number;
  /** The policy's margin in milliseconds. */
  readonly marginMs: number;
  /** The longest to stand in line behind another tab's write, in milliseconds. */
  readonly patienceMs: number;
}

/** A store that is shared with the other tabs of its origin. */
export interface TabStore extends WarmStore {
  /** Tells and hears the other tabs until the returned function is called. */
  readonly open: () => () => void;
}

/** How long the other tabs have to say that they hold an entry, in milliseconds. It comes before a write that takes seconds. */
const ANSWER_MS = 40;

/** Makes a write one across tabs: a Web Lock keeps them apart, and a broadcast tells what has been written. */
export function tabStore(inner: WarmStore, { tabs, now, marginMs, patienceMs }: TabStoreOptions): TabStore {
  const hearing = new Map<string, Set<() => void>>();
  const lockOf = (key: string): string => `${tabs.name}:${key}`;
  const freshOf = async (key: string): Promise<Warmth | null> => {
    const warmth = await inner.read(key);
    return isFresh(warmth, now(), marginMs) ? warmth : null;
  };
  const hear = (data: unknown): void => {
    const message = data as Message;
    if (message.type === 'held') {
      void inner.put(message.key, message.warmth);
      for (const heard of hearing.get(message.key) ?? []) heard();
    } else if (message.type === 'who') {
      void freshOf(message.key).then((warmth) => warmth && tell(message.key, warmth));
    }
  };
  const tell = (key: string, warmth: Warmth): void => tabs.post({ type: 'held', key, warmth } satisfies Message);

  /** What another tab holds, asked of them all. */
  const heard = (key: string): Promise<Warmth | null> =>
    new Promise((resolve) => {
      const listeners = hearing.get(key) ?? new Set();
      hearing.set(key, listeners);
      const done = (): void => {
        clear();
        listeners.delete(done);
        if (listeners.size === 0) hearing.delete(key);
        resolve(freshOf(key));
      };
      const clear = tabs.setTimeout(done, ANSWER_MS);
      listeners.add(done);
      tabs.post({ type: 'who', key } satisfies Message);
    });

  return {
    read: (key) => inner.read(key),
    put(key, warmth) {
      tell(key, warmth);
      return inner.put(key, warmth);
    },
    async flight(key): Promise<Flight | null> {
      const own = await inner.flight(key);
      if (own || !(await tabs.isLocked(lockOf(key)))) return own;
      const ended = tabs.lock(lockOf(key), patienceMs, async () => null);
      return { ended: ended.catch(() => null) };
    },
    async write(key, write): Promise<StoreWrite> {
      let wrote = false;
      const { warmth } = await inner.write(key, () =>
        tabs.lock(lockOf(key), patienceMs, async () => {
          const other = await heard(key);
          if (other) return other;
          wrote = true;
          const written = await write();
          if (written) tell(key, written);
          return written;
        }),
      );
      return { warmth, wrote };
    },
    open: () => tabs.listen(hear),
  };
}
