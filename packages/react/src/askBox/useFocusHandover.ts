'use client';
import { type FocusEvent, type RefObject, useMemo, useRef } from 'react';
import { useDomEffect } from './useDomEffect.js';

/** For the element around both buttons. */
export interface FocusHandover {
  onFocus(this: void, event: FocusEvent<HTMLElement>): void;
  onBlur(this: void, event: FocusEvent<HTMLElement>): void;
}

/**
 * When a focused button hides, its counterpart gets the focus: on the input it would open a phone's
 * keyboard.
 */
export function useFocusHandover(
  busy: boolean,
  busyButton: RefObject<HTMLElement | null>,
  idleButton: RefObject<HTMLElement | null>,
): FocusHandover {
  const focused = useRef<HTMLElement | null>(null);
  useDomEffect(() => {
    if (focused.current?.hidden) (busy ? busyButton : idleButton).current?.focus();
  }, [busy, busyButton, idleButton]);
  return useMemo(
    () => ({
      onFocus({ target }) {
        focused.current = target;
      },
      // A browser blurs a hidden element before an effect can see it.
      onBlur({ target }) {
        if (!target.hidden) focused.current = null;
      },
    }),
    [],
  );
}
