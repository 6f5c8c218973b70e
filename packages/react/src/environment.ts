import { type Conditions, type Environment, systemEnvironment } from '@forewarm/core';
import type { Schedule } from '@forewarm/core/kit';

export interface BrowserEnvironmentOptions {
  /** True doesn't warm in a browser driven by a program (`navigator.webdriver`). Default false. */
  skipAutomation?: boolean | undefined;
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/**
 * The browser's clocks and timers, and whether the page is hidden, offline or saves data
 * (Save-Data, 2g).
 */
export function browserEnvironment({ skipAutomation = false }: BrowserEnvironmentOptions = {}): Environment {
  return {
    ...systemEnvironment,
    conditions(): Conditions {
      const { connection } = navigator as { connection?: Connection };
      return {
        hidden: document.visibilityState === 'hidden',
        offline: !navigator.onLine,
        saveData: connection?.saveData === true || /(^|-)2g$/.test(connection?.effectiveType ?? ''),
        automated: skipAutomation && navigator.webdriver,
      };
    },
  };
}

/**
 * Whether a person acted in the last seconds, unlike a script's `autofocus`. True if the browser
 * doesn't say (before 2023, jsdom, happy-dom).
 */
export function isByPerson(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.isActive ?? true;
}

/** Calls back before the next frame; in a hidden page after 16 ms. */
export const onNextFrame: Schedule = (callback) => {
  if (document.visibilityState === 'hidden' || typeof requestAnimationFrame !== 'function')
    return systemEnvironment.setTimeout(callback, 16);
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};

export interface Tabs {
  /** Tabs share by this name. */
  readonly name: string;
  /** Sends while listening. */
  readonly post: (message: unknown) => void;
  /** Listens until the returned function is called. */
  readonly listen: (listener: (message: unknown) => void) => () => void;
  /** Returns the release; null if another tab has it. */
  readonly lock: (name: string) => Promise<(() => void) | null>;
  readonly isLocked: (name: string) => Promise<boolean>;
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
}

/** Null without Web Locks or broadcast, as on a server or an insecure origin. */
export function otherTabs(name: string): Tabs | null {
  const { navigator, BroadcastChannel: Channel } = globalThis as Partial<typeof globalThis>;
  const locks = navigator?.locks;
  if (!locks || !Channel) return null;
  let channel: BroadcastChannel | null = null;
  return {
    name,
    post: (message) => channel?.postMessage(message),
    listen(listener) {
      const opened = new Channel(name);
      channel = opened;
      opened.addEventListener('message', ({ data }) => listener(data));
      return () => {
        channel = null;
        opened.close();
      };
    },
    lock: (lockName) =>
      new Promise((resolve, reject) => {
        const hold = (lock: Lock | null): Promise<void> | null => {
          if (lock) return new Promise<void>((giveBack) => resolve(giveBack));
          resolve(null);
          return null;
        };
        locks.request(lockName, { ifAvailable: true }, hold).catch(reject);
      }),
    async isLocked(lockName) {
      const { held = [] } = await locks.query();
      return held.some((lock) => lock.name === lockName);
    },
    setTimeout: systemEnvironment.setTimeout,
  };
}
