import { onNextFrame } from '../environment.js';

export type Subscribe = (listener: () => void) => () => void;

/**
 * Tells of the first change at once, and of those that follow every other frame: to read a whole
 * text anew takes longer than all else in a frame, and a person sees no difference.
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
