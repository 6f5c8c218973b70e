import { memoryStore, sharedStore, type Stored, type StoreLock, type WarmStore } from '@forewarm/core';
import { KeyedNotifier, type SharedStore, wait } from '@forewarm/core/kit';
import { otherTabs, type Tabs } from './environment.js';

/** What tabs tell each other. */
type Message =
  | ({ readonly type: 'held' | 'answer'; readonly key: string } & Stored)
  | { readonly type: 'released' | 'who'; readonly key: string };

/** A store that is shared with the other tabs of its origin. */
export interface TabStore extends SharedStore {
  /** Tells and hears the other tabs until the returned function is called. */
  readonly open: () => () => void;
}

/** Lets a provider share what is warm with the other tabs: `sharedTabs` makes it. */
export interface SharedTabs {
  /** The store of the tabs that talk to one backend; null where the browser has no way to share. */
  join(scope: string, store: WarmStore | undefined): TabStore | null;
}

/**
 * How long the other tabs have to say what they hold, in milliseconds. It comes before a warm that
 * takes seconds.
 */
const ANSWER_MS = 40;

/**
 * Lets the tabs of an origin share what is warm, so that a prefix is warmed once for all of them.
 * `user` tells apart those that must not share, such as a user's id. Default: all of the origin.
 */
export function sharedTabs({ user }: { user?: string | undefined } = {}): SharedTabs {
  const memory = memoryStore();
  return {
    join(scope, store = memory) {
      const tabs = otherTabs(`forewarm:${scope}${user === undefined ? '' : `:${user}`}`);
      return tabs && tabStore(store, tabs);
    },
  };
}

/** Shares a store with the other tabs: locks are Web Locks, and a broadcast tells what is kept. */
export function tabStore(inner: WarmStore, tabs: Tabs): TabStore {
  const listeners = new KeyedNotifier();
  /** Keys the other tabs were asked for: from then on they tell by themselves. */
  const asked = new Set<string>();
  const lockOf = (key: string): string => `${tabs.name}:${key}`;
  const tell = (message: Message): void => tabs.post(message);
  const hear = async (data: unknown): Promise<void> => {
    const message = data as Message;
    const { type, key } = message;
    if (type === 'who') {
      const stored = await inner.get(key);
      if (stored) tell({ type: 'answer', key, ...stored });
      return;
    }
    // An answer may come after this tab has set something newer.
    const isNews = type === 'held' || (type === 'answer' && !(await inner.get(key)));
    if (isNews) await inner.set(key, message.value, message.leftMs);
    listeners.notify(key);
  };

  /** Resolves once another tab has told what it holds, or none does. */
  const answered = async (key: string): Promise<void> => {
    let leave = (): void => {};
    await wait(ANSWER_MS, tabs, undefined, (end) => {
      leave = listeners.subscribe(key, end);
      tell({ type: 'who', key });
    });
    leave();
  };

  const store = sharedStore({
    async get(key) {
      const own = await inner.get(key);
      if (own || asked.has(key)) return own;
      asked.add(key);
      await answered(key);
      return inner.get(key);
    },
    async set(key, value, lifeMs) {
      await inner.set(key, value, lifeMs);
      tell({ type: 'held', key, value, leftMs: lifeMs });
    },
    async lock(key, ms): Promise<StoreLock | null> {
      const giveBack = await tabs.lock(lockOf(key));
      if (!giveBack) return null;
      let isMine = true;
      const release = (): void => {
        clear();
        if (!isMine) return;
        isMine = false;
        giveBack();
        tell({ type: 'released', key });
        listeners.notify(key);
      };
      let clear = tabs.setTimeout(release, ms);
      const renew = (more: number): void => {
        if (!isMine) return;
        clear();
        clear = tabs.setTimeout(release, more);
      };
      return { renew, release };
    },
    isLocked: (key) => tabs.isLocked(lockOf(key)),
    subscribe(key, listener) {
      const leaving = [inner.subscribe(key, listener), listeners.subscribe(key, listener)];
      return () => {
        for (const leave of leaving) leave();
      };
    },
  });
  return {
    ...store,
    open() {
      asked.clear();
      return tabs.listen((data) => void hear(data));
    },
  };
}
