import { type Conditions, type Environment, systemEnvironment } from '@forewarm/core';
import type { Schedule } from '@forewarm/core/kit';

/** Further circumstances in which a page isn't warmed. */
export interface BrowserEnvironmentOptions {
  /**
   * True doesn't warm in a browser that a program drives (`navigator.webdriver`). Default false:
   * crawlers don't click into inputs, and end-to-end tests should see what people see.
   */
  skipAutomation?: boolean | undefined;
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/**
 * Makes the browser's environment: clocks, timers, and whether the page is hidden, offline or on
 * Data Saver (Save-Data, 2g).
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
 * Whether a person clicked, touched or pressed a key in the last seconds; a focus without is a
 * script's `autofocus`. True if the browser doesn't say (before 2023, jsdom, happy-dom).
 */
export function isByPerson(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.isActive ?? true;
}

/** Calls back before the next frame, or after 16 ms if there are none, as in a hidden page. */
export const onNextFrame: Schedule = (callback) => {
  if (document.visibilityState === 'hidden' || typeof requestAnimationFrame !== 'function')
    return systemEnvironment.setTimeout(callback, 16);
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};

/** The other tabs of this origin, for a store. */
export interface Tabs {
  /** Only tabs with the same name share. */
  readonly name: string;
  /** Sends a message to the other tabs, while listening. */
  readonly post: (message: unknown) => void;
  /**
   * Calls back with other tabs' messages; the returned function ends that, and posting too. Holds
   * nothing open before or after.
   */
  readonly listen: (listener: (message: unknown) => void) => () => void;
  /** Takes a lock and gives the function that releases it; null if another tab has it. */
  readonly lock: (name: string) => Promise<(() => void) | null>;
  readonly isLocked: (name: string) => Promise<boolean>;
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
}

/** The tabs of a name; null without locks or broadcast, as on an insecure origin or a server. */
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
