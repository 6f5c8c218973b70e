import { onNextFrame } from '../environment.js';

export type Subscribe = (listener: () => void) => () => void;

/**
 * Calls at the first change, then every other frame: layout and paint of a growing text cost most.
 */
export function everyOtherFrame(subscribe: Subscribe): Subscribe {
  return (listener) => {
    let cancel: (() => void) | null = null;
    let missed = false;
    const told = (): void => {
      missed = false;
      listener();
      cancel = onNextFrame(() => (cancel = onNextFrame(rested)));
    };
    const rested = (): void => {
      cancel = null;
      if (missed) told();
    };
    const end = subscribe(() => {
      if (cancel) missed = true;
      else told();
    });
    return () => {
      end();
      cancel?.();
    };
  };
}
