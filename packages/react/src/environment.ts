import { type Conditions, type Environment, systemEnvironment } from '@forewarm/core';
import type { Schedule } from '@forewarm/core/kit';

/** What a page may add to the circumstances in which nothing is warmed. */
export interface BrowserEnvironmentOptions {
  /**
   * Whether to leave a browser cold that a program drives (`navigator.webdriver`). Default false: a
   * crawler does not click into an input, and an end-to-end test should see what a person sees.
   */
  skipAutomation?: boolean | undefined;
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/**
 * The browser for the policy: clocks, timers, and whether the page is hidden, offline or on Data
 * Saver (Save-Data, 2g).
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
 * Tells whether a person caused what happens now: a click, touch or key in the last seconds. A
 * focus without one is a script's `autofocus`. Where nothing tells (a browser before 2023, jsdom,
 * happy-dom), a person counts as the cause.
 */
export function isByPerson(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.isActive ?? true;
}

/**
 * Calls back before the next frame is drawn, or after 16 ms where none is: the page is hidden, or
 * its document is never drawn.
 */
export const onNextFrame: Schedule = (callback) => {
  if (document.visibilityState === 'hidden' || typeof requestAnimationFrame !== 'function')
    return systemEnvironment.setTimeout(callback, 16);
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};

/** The other tabs of this origin, as far as a store needs them. */
export interface Tabs {
  /** Those of one name share; others do not hear each other. */
  readonly name: string;
  /** Says it to the others, while they are listened to. */
  readonly post: (message: unknown) => void;
  /**
   * Calls back with what other tabs post; the returned function ends that, and posting too. Nothing
   * is held open before or after.
   */
  readonly listen: (listener: (message: unknown) => void) => () => void;
  /**
   * Takes the lock where no tab has it, and gives the function that gives it back; null where one
   * has. A tab that is closed gives it back.
   */
  readonly lock: (name: string) => Promise<(() => void) | null>;
  readonly isLocked: (name: string) => Promise<boolean>;
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
}

/**
 * The tabs that share under a name; null where the browser has no locks or no broadcast (an
 * insecure origin, a server).
 */
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
