import { type Conditions, type Environment, type Schedule, systemEnvironment } from '@forewarm/core';

/** What a page may add to the circumstances in which nothing is warmed. */
export interface BrowserEnvironmentOptions {
  /**
   * Whether a browser driven by a program (`navigator.webdriver`) is left cold. Default false: a crawler doesn't click into an input, which is
   * what warms, while an end-to-end test or a monitor that does so ought to see what a person would.
   */
  skipAutomation?: boolean | undefined;
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** The browser as the policy sees it: its clocks, whether the page is hidden or offline, and whether data is to be saved (Save-Data, 2g). */
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
 * Whether what happens now was done by a person: there was a click, touch or key in the last seconds. A focus without one is a script's
 * `autofocus`. A browser that can't tell counts as no: the first keystroke says it soon enough.
 */
export function isByPerson(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.isActive === true;
}

/** Calls back before the next frame is drawn, or after 16 ms where the page is hidden and draws none. */
export const onNextFrame: Schedule = (callback) => {
  if (document.visibilityState === 'hidden') return systemEnvironment.setTimeout(callback, 16);
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};
