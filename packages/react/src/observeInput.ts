import type { Trigger } from '@forewarm/core';
import { isByPerson } from './environment.js';

/** What is told of an element that is watched. */
export interface InputListener {
  /** A trigger, at its first sign: how long a pointer must rest is the policy's to say. */
  intend(trigger: Trigger): void;
  /** The pointer has gone. */
  leave(): void;
  /** What now stands in it while it has the focus; empty without. */
  draft(text: string): void;
}

/** The text in an input, a textarea or an element that can be edited. */
export function textOf(element: EventTarget | null): string {
  return (element as Partial<HTMLInputElement> | null)?.value ?? (element as Element | null)?.textContent ?? '';
}

/**
 * Watches an element for the triggers named, until the returned function is called: a person's focus, keystrokes, a mouse over it, the element in
 * view, an idle page.
 */
export function observeInput(element: Element, triggers: readonly Trigger[], listener: InputListener): () => void {
  const end = new AbortController();
  const { signal } = end;
  const wants = (trigger: Trigger): boolean => triggers.includes(trigger);
  const on = (type: string, action: (event: Event) => void): void => element.addEventListener(type, action, { signal });
  const atEnd = (action: () => void): void => signal.addEventListener('abort', action, { once: true });
  if (wants('focus')) on('focusin', () => isByPerson() && listener.intend('focus'));
  if (wants('keystroke')) on('input', () => listener.intend('keystroke'));
  on('input', ({ target }) => listener.draft(textOf(target)));
  on('focusout', () => listener.draft(''));
  if (wants('hover')) {
    // A finger that scrolls enters too.
    on('pointerenter', (event) => (event as PointerEvent).pointerType === 'mouse' && listener.intend('hover'));
    on('pointerleave', () => listener.leave());
  }
  if (wants('visible')) {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) listener.intend('visible');
    });
    observer.observe(element);
    atEnd(() => observer.disconnect());
  }
  if (wants('idle')) {
    // Safari has no idle callback: a second after is when pages have mostly settled.
    const { requestIdleCallback: request, cancelIdleCallback: cancel } = globalThis as Partial<typeof globalThis>;
    const handle = request ? request(() => listener.intend('idle')) : setTimeout(() => listener.intend('idle'), 1_000);
    atEnd(() => (cancel ? cancel(handle as number) : clearTimeout(handle)));
  }
  return () => end.abort();
}
