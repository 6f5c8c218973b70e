import type { Trigger } from '@forewarm/core';
import { isByPerson } from './environment.js';

/** How long a pointer rests before it counts, in milliseconds: what instant.page found to tell a wish from a passing. */
export const HOVER_MS = 65;

/** Calls back after the pointer has rested; a finger that scrolls over it does not count. The returned function ends the wait. */
export function afterHover({ pointerType }: { readonly pointerType: string }, then: () => void): () => void {
  if (pointerType !== 'mouse') return () => {};
  const timer = setTimeout(then, HOVER_MS);
  return () => clearTimeout(timer);
}

/**
 * Watches an element for the triggers named, until the returned function is called: a person's focus, keystrokes, a pointer that rests, the
 * element in view, an idle page.
 */
export function observeInput(
  element: Element,
  triggers: readonly Trigger[],
  tell: (trigger: Trigger) => void,
): () => void {
  const end = new AbortController();
  const { signal } = end;
  const wants = (trigger: Trigger): boolean => triggers.includes(trigger);
  const atEnd = (action: () => void): void => signal.addEventListener('abort', action, { once: true });
  if (wants('focus')) element.addEventListener('focusin', () => isByPerson() && tell('focus'), { signal });
  if (wants('keystroke')) element.addEventListener('input', () => tell('keystroke'), { signal });
  if (wants('hover')) {
    let leave = (): void => {};
    element.addEventListener(
      'pointerenter',
      (event) => (leave = afterHover(event as PointerEvent, () => tell('hover'))),
      { signal },
    );
    element.addEventListener('pointerleave', () => leave(), { signal });
    atEnd(() => leave());
  }
  if (wants('visible')) {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) tell('visible');
    });
    observer.observe(element);
    atEnd(() => observer.disconnect());
  }
  if (wants('idle')) {
    // Safari has no idle callback: a second after is when pages have mostly settled.
    const { requestIdleCallback: request, cancelIdleCallback: cancel } = globalThis as Partial<typeof globalThis>;
    const handle = request ? request(() => tell('idle')) : setTimeout(() => tell('idle'), 1_000);
    atEnd(() => (cancel ? cancel(handle as number) : clearTimeout(handle)));
  }
  return () => end.abort();
}
