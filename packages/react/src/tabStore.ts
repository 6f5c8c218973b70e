import { memoryStore, sharedStore, type Stored, type StoreLock, type WarmStore } from '@forewarm/core';
import { KeyedNotifier, type SharedStore, wait } from '@forewarm/core/kit';
import { otherTabs, type Tabs } from './environment.js';

type Message =
  | ({ readonly type: 'held' | 'answer'; readonly key: string } & Stored)
  | { readonly type: 'released' | 'who'; readonly key: string };

export interface TabStore extends SharedStore {
  /** Exchanges messages until the returned function is called. */
  readonly open: () => () => void;
}

/** Shares warmth between tabs. */
export interface SharedTabs {
  /** For one backend; null if the browser can't share. */
  join(scope: string, store: WarmStore | undefined): TabStore | null;
}

/** Milliseconds to wait for other tabs; a warm takes seconds. */
const ANSWER_MS = 40;

/**
 * Lets an origin's tabs share warmth. `user`, such as an id, keeps users apart. Default: the whole
 * origin shares.
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

/** Locks by Web Locks, values by broadcast. */
export function tabStore(inner: WarmStore, tabs: Tabs): TabStore {
  const listeners = new KeyedNotifier();
  /** Keys asked for once; from then on other tabs report changes. */
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
    // An answer may be older than what this tab has set.
    const isNews = type === 'held' || (type === 'answer' && !(await inner.get(key)));
    if (isNews) await inner.set(key, message.value, message.leftMs);
    listeners.notify(key);
  };

  /** Resolves after `ANSWER_MS` at the latest. */
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
